"""Words beside the program's own: a plugin's and a mission's, the same in every language and never in its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from viz.errors import InvalidFile
from viz.languages import LANGUAGES
from viz.mission.load import load_mission, mission_folder
from viz.mission.model import SUBJECTS, subjects_of
from viz.plugins import SHIPPED, optional_part
from viz.story.captions import load_ui, words_beside
from viz.story.check import check_folder, check_words
from viz.story.read import read_ui, read_words
from viz.story.sound import panel_of
from viz.story.terms import general_terms, mission_terms, wrong_terms

VOSKHOD = mission_folder("voskhod2")
MISSION = load_mission()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped mission with words of its own."""
    copy = tmp_path / "mission"
    shutil.copytree(VOSKHOD, copy)
    (copy / "words").mkdir()
    for language in LANGUAGES:
        write(copy, language, '"map.pad" = "Here"\n"page.result.fits" = "{hatch} {pressure}"\n')
    return copy


def write(folder: Path, language: str, text: str) -> None:
    (folder / "words" / f"{language}.toml").write_text(text, encoding="utf-8")


def found(folder: Path) -> dict[str, list[str]]:
    return {
        path.name: [f"{one.path} {one.what}, {one.remedy}" for one in problems]
        for path, problems in check_words(MISSION, folder).items()
    }


@pytest.mark.parametrize("plugin", SHIPPED)
def test_a_shipped_plugins_words_are_the_same_in_every_language(plugin: str, tmp_path: Path) -> None:
    """Judged as a mission's own would be: they are put in a folder of which no plugin has a word."""
    words = optional_part(plugin, "WORDS", tmp_path / "none")
    keys = [sorted(read_words(words, language)) for language in LANGUAGES]
    assert keys[0] == keys[1] == keys[2]
    if keys[0]:
        (tmp_path / "bare").mkdir()
        shutil.copytree(words, tmp_path / "bare" / "words")
        assert check_words(MISSION, tmp_path / "bare") == {}


def test_the_plugins_words_name_all_that_its_panel_shows() -> None:
    asked = set(panel_of("voskhod2").words(MISSION))
    assert "page.what_if.suit.relief_pressure_atm.never" in asked
    for language in LANGUAGES:
        assert asked <= load_ui(language, words_beside(MISSION, VOSKHOD)).keys()
        assert not asked <= read_ui(language).keys()


def test_the_plugins_words_use_the_terms_of_the_mission() -> None:
    terms = (*general_terms(), *mission_terms(VOSKHOD))
    for language in LANGUAGES:
        for key, text in read_words(optional_part("voskhod2", "WORDS", None), language).items():
            assert not list(wrong_terms(key, language, text, terms)), key


def test_a_missions_own_word_goes_before_its_plugins(folder: Path) -> None:
    assert check_folder(folder).id == "voskhod2"
    words = load_ui("ru", words_beside(MISSION, folder))
    assert words["map.pad"] == "Here"
    assert words["page.meter.lock"] == "Шлюз"


def test_a_folder_without_words_has_its_plugins() -> None:
    assert not (VOSKHOD / "words").exists()
    assert load_ui("en", words_beside(MISSION, VOSKHOD))["map.pad"] == "Baikonur"


def test_no_mission_speaks_in_the_programs_place(folder: Path) -> None:
    write(folder, "en", '"page.play" = "Begin"\n"map.pad" = "Here"\n"page.result.fits" = "{hatch} {pressure}"\n')
    assert any('"page.play" is a word of the program\'s own' in line for line in found(folder)["en.toml"])
    with pytest.raises(InvalidFile, match=r"page\.play"):
        load_ui("en", words_beside(MISSION, folder))


def test_a_word_that_is_missing_in_a_language_is_named(folder: Path) -> None:
    write(folder, "hi", '"page.result.fits" = "{hatch} {pressure}"\n')
    write(folder, "ru", '"map.pad" = "Here"\n"page.result.fits" = "{hatch} {pressure}"\n"page.result.own" = "x"\n')
    told = found(folder)
    assert told.keys() == {"en.toml", "hi.toml"}
    assert any('"page.result.own" is missing' in line for line in told["en.toml"])


def test_another_placeholder_than_the_plugins_is_named(folder: Path) -> None:
    write(folder, "ru", '"map.pad" = "Here"\n"page.result.fits" = "{pressure}"\n')
    (line,) = found(folder)["ru.toml"]
    assert "has {pressure}, use {hatch}, {pressure}" in line


def test_a_plugin_that_names_nothing_is_told_what_its_panel_needs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "none").mkdir()
    monkeypatch.setattr("viz.missions.voskhod2.WORDS", folder / "none")
    lines = found(folder)["en.toml"]
    assert any('"page.what_if.eva.entry.head_first" is missing' in line for line in lines)


def test_a_missions_own_subject_needs_its_word_and_is_told_after_the_ship(folder: Path) -> None:
    file = folder / "mission.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace('subject = "rescue"', 'subject = "dogs"', 1), encoding="utf-8"
    )
    with pytest.raises(InvalidFile, match=r'subject: "dogs" has no word .* "format\.subject\.dogs" in words/'):
        check_folder(folder)
    for language in LANGUAGES:
        write(folder, language, '"format.subject.dogs" = "Dogs"\n')
    told = subjects_of(check_folder(folder).facts)
    assert told == ("crew", "ship", "dogs", "lock", "suit", "training", "flight", "descent", "rescue", "aftermath")


def test_the_shipped_subjects_are_told_in_their_order() -> None:
    assert subjects_of(MISSION.facts) == (*SUBJECTS[:2], "lock", "suit", *SUBJECTS[2:])
