"""One term for each notion: a wrong form is named wherever it stands, and no shipped text has one."""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path

import pytest

from viz.assets import assets_root
from viz.errors import InvalidFile
from viz.languages import LANGUAGES
from viz.mission.load import mission_folder, shipped_missions
from viz.story.check import check_folder
from viz.story.read import read_ui
from viz.story.terms import TermTable, _term, check_terms, general_terms, mission_terms, wrong_terms

SMALL = Path(__file__).parents[1] / "mission" / "small"
VOSKHOD = assets_root() / "missions" / "voskhod2"
GENERAL = general_terms()
OWN = mission_terms(VOSKHOD)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped mission's words."""
    return Path(shutil.copytree(VOSKHOD, tmp_path / "voskhod2", ignore=shutil.ignore_patterns("tracks")))


def plant(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, (file, old)
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(problems: object) -> str:
    return "\n".join(str(problem) for problem in problems)  # type: ignore[attr-defined]


def found(language: str, text: str) -> str:
    return told(wrong_terms("here", language, text, (*GENERAL, *OWN)))


@pytest.mark.parametrize("name", shipped_missions())
def test_no_shipped_text_has_a_wrong_term(name: str) -> None:
    assert check_terms(mission_folder(name)) == {}


PLANTED = [
    ("captions/ru.toml", "Корабль вращается", "Шар вращается", 'event."orbit.spin".title', "спускаемый аппарат"),
    ("captions/ru.toml", '«Восход-2»"', '«Восход 2»"', "mission.title", "«Восход-2»"),
    ("captions/hi.toml", 'title = "अंतरिक्ष चहलक़दमी"', 'title = "स्पेसवॉक"', "phase.spacewalk.title", "अंतरिक्ष चहलक़दमी"),
    ("captions/hi.toml", "ड्रोग पैराशूट", "ब्रेक पैराशूट", 'event."descent.drogue".title', "ड्रोग पैराशूट"),
    ("captions/en.toml", "Backpack and", "Back-pack and", 'event."eva.prebreathe".title', "backpack"),
    ("stops.toml", "У спускаемого аппарата нет", "У шара нет", "stop[4].question.ru", "спускаемый аппарат"),
    ("stops.toml", "एयरलॉक में स्पेससूट", "एयर लॉक में स्पेससूट", "stop[0].question.hi", "एयरलॉक"),
    ("recipes/teaser-90s.toml", "वोस्खोद-2", "वोसखोद-2", "title.hi", "वोस्खोद-2"),
    ("recipes/descent.toml", "चालक दल", "दल", "part[1].notes.hi", "चालक दल"),
    ("places.toml", 'hi = "कुस्तानाई"', 'hi = "पर्म"', "place[1].name.hi", "पेर्म"),
    (
        "mission.toml",
        "Nobody wrote the instant down.",
        "The space walk had no clock.",
        "question[4].reason",
        "spacewalk",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "place", "term"), PLANTED)
def test_a_wrong_term_is_named_in_every_kind_of_file(
    folder: Path, file: str, old: str, new: str, place: str, term: str
) -> None:
    plant(folder / file, old, new)
    problems = check_terms(folder)
    assert set(problems) == {folder / file}
    assert place in told(problems[folder / file])
    assert f'write "{term}"' in told(problems[folder / file])


@pytest.mark.parametrize(("language", "word"), [("ru", "шлюзовая камера"), ("hi", "क्रू"), ("en", "air-lock")])
def test_a_wrong_term_is_named_in_the_words_of_the_program(tmp_path: Path, language: str, word: str) -> None:
    root = tmp_path / "assets"
    shutil.copytree(assets_root() / "ui", root / "ui")
    words = root / "ui" / f"{language}.toml"
    words.write_text(words.read_text(encoding="utf-8") + f'\n"page.new" = "{word}"\n', encoding="utf-8")
    problems = check_terms(SMALL, root)
    assert set(problems) == {words}
    assert '"page.new"' in told(problems[words])


def test_check_names_wrong_terms_beside_the_other_problems(tmp_path: Path) -> None:
    """`voskhod2 check` is `check_folder` first of all."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    plant(folder / "captions" / "hi.toml", 'title = "Day"', 'title = "स्पेसवॉक"')
    plant(folder / "captions" / "ru.toml", 'title = "Day"', 'title = ""')
    with pytest.raises(InvalidFile) as caught:
        check_folder(folder)
    assert 'phase."orbit.day".title: "स्पेसवॉक" is not the hi term for spacewalk' in str(caught.value)
    assert 'phase."orbit.day".title: is empty' in str(caught.value)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Рядом с раскалённым шаром."),
        ("ru", "АППАРАТЫ раскачали"),
        ("ru", "из шлюзовой камеры"),
        ("ru", "о космических прогулках"),
        ("ru", "в отчёте 1965 года"),
        ("hi", "दल ने"),
        ("hi", "डोरी।"),
        ("hi", "ब्रेकों"),
        ("hi", "बर्फ में"),
        ("hi", "गोले के पंख"),
        ("hi", "7 मी/से"),
        ("hi", unicodedata.normalize("NFD", "व्जोर")),
        ("en", "two SPACE WALKS"),
        ("en", "a space\nwalk"),
    ],
)
def test_inflected_and_upper_case_forms_are_found(language: str, text: str) -> None:
    assert found(language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "шарнир и шаровая опора; вокруг земного шара"),
        ("ru", "внутри спускаемого аппарата"),
        ("ru", "Командир корабля; отряд космонавтов; тормозная двигательная установка"),
        ("hi", "बादल, दलदल, बदल; चालक दल और स्की दल"),
        ("hi", "गोलाकार; पैराशूट की डोरियों पर; पाखंड; बर्फ़ीला"),
        ("hi", "बर्फ़ और ज़मीन, " + unicodedata.normalize("NFC", "ख़ाली")),
        ("hi", "7 मी/सेकंड"),
        ("en", "the spacewalk; a walk in space; the airlock"),
    ],
)
def test_a_form_inside_another_word_or_a_right_phrase_is_let_be(language: str, text: str) -> None:
    assert not found(language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Тормозные двигатели капсулы; астронавты; воздушный шар; отчёт НАСА; МиГ-15"),
        ("hi", "विमान के ब्रेक; जहाज़ पर कैप्सूल; दल; गोले; खंड; नाभि-डोरी"),
        ("en", "The capsule's halyard and its brakes; Voskhod-2 in another spelling"),
    ],
)
def test_general_terms_leave_other_missions_their_words(language: str, text: str) -> None:
    assert not list(wrong_terms("here", language, text, GENERAL))


def test_right_phrases_do_not_hide_a_wrong_form_beside_them() -> None:
    assert '"шар"' in found("ru", "Земной шар и шар внизу")


def test_the_terms_the_shipped_words_use_are_the_ones_to_be_used() -> None:
    """What `use` says is really said somewhere."""
    texts = {language: " ".join(read_ui(language).values()) for language in LANGUAGES}
    for language in LANGUAGES:
        texts[language] += (VOSKHOD / "captions" / f"{language}.toml").read_text(encoding="utf-8")
    for word, language in (
        ("спускаемый аппарат", "ru"),
        ("ТДУ", "ru"),
        ("шлюз", "ru"),
        ("открытый космос", "ru"),
        ("अंतरिक्ष चहलक़दमी", "hi"),
        ("एयरलॉक", "hi"),
        ("चालक दल", "hi"),
        ("ड्रोग", "hi"),
        ("अवरोहण मॉड्यूल", "hi"),
    ):
        assert any(term.language == language and word in term.use for term in (*GENERAL, *OWN)), word
        assert word.lower() in texts[language].lower(), word


def test_russian_has_long_dashes_only_between_words() -> None:
    files = [assets_root() / "ui" / "ru.toml"]
    for folder in map(mission_folder, shipped_missions()):
        files += [folder / "captions" / "ru.toml", folder / "stops.toml", *(folder / "recipes").glob("*.toml")]
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                assert not re.search(r" [–-] ", line), (file.name, line)


FAULTY = [
    ('wrong = { ru = ["a**"] }', "term[0].wrong.ru[0]", "is no form"),
    ('wrong = { ru = ["a*b"] }', "term[0].wrong.ru[0]", "is no form"),
    ('wrong = { ru = ["* a"] }', "term[0].wrong.ru[0]", "is no form"),
    ('wrong = { ru = [" "] }', "term[0].wrong.ru[0]", "is no form"),
    ("wrong = { ru = [] }", "term[0].wrong.ru", "is empty"),
    ('wrong = { de = ["a"] }', "term[0].wrong.de", "is no language"),
    ('wrong = { hi = ["a"] }', "term[0].use.hi", "is missing"),
    ('wrong = { ru = ["шлюз*"] }', "use of lock", "change one of the two rows"),
    (f"wrong = {{ ru = {['a b'] * 501} }}", "term", "keep to 1000"),
]


@pytest.mark.parametrize(("line", "place", "said"), FAULTY)
def test_a_fault_of_the_terms_themselves_is_named(tmp_path: Path, line: str, place: str, said: str) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    (folder / "terms.toml").write_text(
        f'[[term]]\nnotion = "lock"\nuse = {{ ru = "шлюз" }}\n{line}\n', encoding="utf-8"
    )
    with pytest.raises(InvalidFile) as caught:
        check_folder(folder)
    assert place in str(caught.value)
    assert said in str(caught.value)


def test_a_flood_of_text_is_refused_before_it_is_searched(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    (folder / "x.toml").write_text('en = """' + ("a " * 4000 + "\n") * 80 + '"""\n', encoding="utf-8")
    found = check_terms(folder)
    assert [problem.remedy for problem in found[folder / "x.toml"]] == ["keep to 500000 in all"]


def test_an_ending_is_never_gone_over_twice() -> None:
    """Letters in a row have one end: a star that gives back letter by letter would take minutes over a long word."""
    table = TermTable("n", {"en": "zz"}, {"en": tuple(f"a* b{number}" for number in range(300))})
    assert not list(wrong_terms("p", "en", "a" * 200_000, [_term(table, "en")]))
