"""Words: complete in three languages, none too many, short enough, the same placeholders everywhere."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from viz.assets import assets_root
from viz.errors import InvalidFile, UsageError
from viz.languages import LANGUAGES
from viz.mission.load import load_mission
from viz.mission.text import visible_length
from viz.story.captions import load_captions, load_ui
from viz.story.check import check_captions, check_folder, check_ui

SMALL = Path(__file__).parents[1] / "mission" / "small"
MISSION = load_mission(SMALL)
CAMERAS = ("auto", "chase")

Spoil = Callable[[str, str, str], Path]


@pytest.fixture
def spoil(tmp_path: Path) -> Spoil:
    """Change one text in one language of a copy of the small mission."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))

    def change(language: str, old: str, new: str) -> Path:
        path = folder / "captions" / f"{language}.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return change


@pytest.fixture(autouse=True)
def any_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small mission flies nowhere: its numbers are not judged here, its words are."""
    monkeypatch.setattr("viz.missions.voskhod2.number_problems", lambda _: ())


def told(folder: Path, language: str) -> dict[str, str]:
    found = check_captions(MISSION, folder, CAMERAS)
    assert set(found) == {folder / "captions" / f"{language}.toml"}, found
    return {problem.path: f"{problem.what} - {problem.remedy}" for some in found.values() for problem in some}


def test_the_small_mission_has_all_its_words() -> None:
    assert check_captions(MISSION, SMALL, CAMERAS) == {}
    assert check_folder(SMALL) == MISSION


def test_words_are_found_by_kind_and_id() -> None:
    russian = load_captions(SMALL, "ru")
    assert russian.title("event", "launch.liftoff") == "Старт"
    assert russian.title("phase", "ascent") == "Взлёт"
    assert russian.title("mission", "small") == "Малый полёт"
    english = load_captions(SMALL, "en")
    assert english.text("phase", "orbit.night") == "The Sun has set."
    assert english.title("crew", "anna") == "Anna Test"
    assert english.text("crew", "anna") == "commander"
    assert english.title("camera", "chase") == "Chase"
    assert english.text("camera", "chase") == ""
    assert english.title("question", "tank_cause") == "Why did the tank run low?"
    assert english.version("tank_cause", "gauge") == "The gauge was wrong."
    assert english.text("mission", "small").startswith("One hour")


@pytest.mark.parametrize(("kind", "item_id"), [("event", "nothing"), ("nothing", "ascent")])
def test_unknown_words_are_an_error_of_the_program(kind: str, item_id: str) -> None:
    with pytest.raises(KeyError):
        load_captions(SMALL, "en").title(kind, item_id)
    with pytest.raises(KeyError):
        load_captions(SMALL, "en").text(kind, item_id)


@pytest.mark.parametrize("language", ["de", "", "../en", "EN"])
def test_a_language_without_words_is_refused(language: str) -> None:
    with pytest.raises(UsageError, match="en, ru, hi"):
        load_captions(SMALL, language)
    with pytest.raises(UsageError, match="en, ru, hi"):
        load_ui(language)


@pytest.mark.parametrize(
    "stray", ["captions/xx.toml", "captions/English.toml", "words/de.toml", "narration/fr/ascent.ogg"]
)
def test_texts_of_a_language_nobody_knows_are_named(tmp_path: Path, stray: str) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    (folder / stray).parent.mkdir(parents=True, exist_ok=True)
    (folder / stray).write_text("", encoding="utf-8")
    name = Path(stray).parts[1].partition(".")[0]
    with pytest.raises(
        InvalidFile, match=rf"{name}.* is no language of the show - take it away, or call it en, ru, hi"
    ):
        check_folder(folder)


LEAK = '\nleak = "It leaked."'
MISSING = [
    # text of each kind of statement, what stands there instead, path, words of the problem
    ('[phase."orbit.day"]', '[phase."orbit.dawn"]', 'phase."orbit.day"', "is missing"),
    ('[phase."orbit.day"]', '[phase."orbit.dawn"]', 'phase."orbit.dawn"', "belongs to nothing in the mission"),
    ('[event."launch.liftoff"]', '[event."launch.lift"]', 'event."launch.liftoff"', "is missing"),
    ('[event."launch.liftoff"]', '[event."launch.lift"]', 'event."launch.lift"', "did you mean launch.liftoff?"),
    ("[crew.anna]", "[crew.anne]", "crew.anna", "is missing"),
    ("[crew.anna]", "[crew.anne]", "crew.anne", "belongs to nothing"),
    ("[camera.chase]", "[camera.case]", "camera.chase", "is missing"),
    ("[camera.chase]", "[camera.case]", "camera.case", "did you mean chase?"),
    (LEAK, "", "question.tank_cause.versions.leak", "is missing"),
    (LEAK, LEAK + '\nlook = "x"', "question.tank_cause.versions.look", "belongs to nothing"),
    ('text = "The Sun shines."', 'text = ""', 'phase."orbit.day".text', "is empty"),
    ('text = "The Sun shines."', f'text = "{"m" * 181}"', 'phase."orbit.day".text', "shorten it to 180"),
    ('title = "Tank low"', f'title = "{"m" * 41}"', 'event."orbit.tank_low".title', "shorten it to 40"),
    ('summary = "One', f'summary = "{"m" * 601}', "mission.summary", "shorten it to 600"),
    ('role = "commander"', 'role = " "', "crew.anna.role", "is empty"),
    ('subject = "Why did', f'subject = "{"m" * 181}', "question.tank_cause.subject", "shorten it"),
    ('leak = "It leaked."', 'leak = ""', "question.tank_cause.versions.leak", "is empty"),
    ("{height}", "180", "phase.orbit.text", "has no placeholder - use {height}"),
    ("{height}", "{hieght}", "phase.orbit.text", "has {hieght} - use {height}"),
    ("{height}", "{height", "phase.orbit.text", "brace out of place"),
    ('text = "The Sun shines."', 'text = "The {n} Sun."', 'phase."orbit.day".text', "has {n} - use no placeholder"),
]


@pytest.mark.parametrize("language", ["ru", "hi"])
@pytest.mark.parametrize(("old", "new", "path", "said"), MISSING)
def test_a_word_out_of_place_is_named(spoil: Spoil, language: str, old: str, new: str, path: str, said: str) -> None:
    assert said in told(spoil(language, old, new), language)[path]


@pytest.mark.parametrize(("old", "new", "path", "said"), MISSING[:17])
def test_the_first_language_is_judged_too(spoil: Spoil, old: str, new: str, path: str, said: str) -> None:
    assert said in told(spoil("en", old, new), "en")[path]


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        ('title = "Day"', "title = 3", 'phase."orbit.day".title', "expected text, got 3"),
        ('title = "Day"', 'titel = "Day"', 'phase."orbit.day".titel', "did you mean title?"),
        ('text = "The Sun shines."', "", 'phase."orbit.day".text', "is missing"),
        ("[crew.anna]", "[pets.anna]", "pets", "is not a key"),
    ],
)
def test_a_structural_problem_of_words_is_named(spoil: Spoil, old: str, new: str, path: str, said: str) -> None:
    folder = spoil("hi", old, new)
    with pytest.raises(InvalidFile) as caught:
        load_captions(folder, "hi")
    assert any(problem.path == path and said in str(problem) for problem in caught.value.problems)
    assert said in told(folder, "hi")[path]


def test_a_missing_question_is_named(spoil: Spoil) -> None:
    folder = spoil("hi", "[question.tank_cause]", "[question.tank]")
    text = (folder / "captions" / "hi.toml").read_text(encoding="utf-8")
    (folder / "captions" / "hi.toml").write_text(text.replace("tank_cause", "tank"), encoding="utf-8")
    problems = told(folder, "hi")
    assert "is missing" in problems["question.tank_cause"]
    assert "belongs to nothing" in problems["question.tank"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_its_words_in_each_language(spoil: Spoil, language: str) -> None:
    folder = spoil(language, '[fact."hull.colour"]', '[fact."hull.color"]')
    problems = told(folder, language)
    assert "is missing" in problems['fact."hull.colour"']
    assert "belongs to nothing" in problems['fact."hull.color"']


@pytest.mark.parametrize(
    ("language", "good", "bad", "path", "what"),
    [
        ("ru", 'note = "Известен только порядок."\n', "", 'beside."airlock.deploy".note', "is missing"),
        (
            "ru",
            "[beside.",
            '[beside."launch.liftoff"]\nnote = "Так."\n[beside.',
            'beside."launch.liftoff".note',
            "not asked",
        ),
        ("ru", "[beside.", '[beside.launch]\nnote = "Так."\n[beside.', "beside.launch", "belongs to nothing"),
        ("hi", '["पाँच मिनट पहले।", ', "[", 'beside."airlock.deploy".alternatives', "has 1 of 2"),
        ("hi", '["बाद के पुनर्कथन।"]', "[]", 'fact."suit.working_pressure".alternatives', "has 0 of 1"),
        (
            "en",
            'text = "It is silver."',
            'text = "It is silver."\nnote = "So."',
            'fact."hull.colour".note',
            "not asked",
        ),
        ("ru", "Поздние пересказы.", " ", 'fact."suit.working_pressure".alternatives[0]', "is empty"),
    ],
)
def test_notes_and_other_versions_have_their_words_in_each_other_language(
    spoil: Spoil, language: str, good: str, bad: str, path: str, what: str
) -> None:
    assert what in told(spoil(language, good, bad), language)[path]


def test_a_fact_needs_a_subject_and_a_unit_that_has_a_word(spoil: Spoil) -> None:
    folder = spoil("ru", "Старт", "Пуск")
    file = folder / "mission.toml"
    written = file.read_text(encoding="utf-8")
    for good, bad, path, what in (
        ('subject = "suit"\n', "", "fact[0].subject", "is missing"),
        ('subject = "suit"', 'subject = "soot"', "fact[0].subject", "suit"),
        ('unit = "atm"', 'unit = "atn"', 'fact."suit.working_pressure".unit', "did you mean atm"),
    ):
        file.write_text(written.replace(good, bad, 1), encoding="utf-8")
        with pytest.raises(InvalidFile) as caught:
            check_folder(folder)
        (problem,) = caught.value.problems
        assert problem.path == path
        assert what in f"{problem.what} {problem.remedy}"


def test_a_missing_language_is_a_problem_of_the_folder(spoil: Spoil) -> None:
    folder = spoil("ru", "Старт", "Пуск")
    (folder / "captions" / "ru.toml").unlink()
    with pytest.raises(InvalidFile, match=r"ru\.toml is not usable"):
        check_folder(folder)


def test_facts_cameras_and_words_are_judged_together(spoil: Spoil) -> None:
    folder = spoil("ru", '[phase."orbit.day"]', '[phase."orbit.dawn"]')
    shots = folder / "shots.toml"
    shots.write_text(shots.read_text().replace('subject = "craft"', 'subject = "comet"'))
    with pytest.raises(InvalidFile) as caught:
        check_folder(folder)
    paths = {problem.path.split()[0] for problem in caught.value.problems}
    assert paths == {"shots.toml", "captions/ru.toml"}


def test_broken_facts_do_not_hide_broken_words(spoil: Spoil) -> None:
    folder = spoil("ru", 'title = "Day"', "title = 3")
    (folder / "sources.toml").unlink()
    with pytest.raises(InvalidFile) as caught:
        check_folder(folder)
    assert {problem.path.split()[0] for problem in caught.value.problems} == {"sources.toml", "captions/ru.toml"}


def test_hindi_is_measured_in_letters_seen() -> None:
    assert visible_length("ascent") == 6
    assert visible_length("स्थिति") == 3 - 1 + 1  # स्, थि, ति: marks join the letter before them
    assert visible_length("й") == visible_length(unicodedata.normalize("NFD", "й")) == 1


def test_the_programs_own_words_are_complete_in_every_language() -> None:
    assert check_ui() == {}
    assert all(load_ui(language) for language in LANGUAGES)


@pytest.fixture
def ui_root(tmp_path: Path) -> Path:
    shutil.copytree(assets_root() / "ui", tmp_path / "ui")
    return tmp_path


def test_a_missing_word_of_the_program_is_named(ui_root: Path) -> None:
    path = ui_root / "ui" / "hi.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"format.metres"', '"format.meters"'), encoding="utf-8")
    assert {problem.path for problem in check_ui(ui_root)["hi"]} == {'"format.metres"', '"format.meters"'}


def test_a_changed_placeholder_of_the_program_is_named(ui_root: Path) -> None:
    path = ui_root / "ui" / "ru.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"{n} км"', '"{km} км"', 1), encoding="utf-8")
    (problem,) = check_ui(ui_root)["ru"]
    assert "has {km}" in problem.what


def test_nested_tables_of_words_are_flattened_and_must_be_text(ui_root: Path) -> None:
    from viz.story.read import read_ui

    path = ui_root / "ui" / "en.toml"
    path.write_text('[page]\nplay = "Play"\n[page.help]\ntitle = "Keys"\n')
    assert read_ui("en", ui_root) == {"page.play": "Play", "page.help.title": "Keys"}
    path.write_text("[page]\nplay = 3\n")
    with pytest.raises(InvalidFile, match=r"page\.play: expected text, got 3"):
        read_ui("en", ui_root)
