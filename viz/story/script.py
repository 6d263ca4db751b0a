"""The script of a show: its cameras, its cuts, and its words in every language."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from viz.errors import InvalidFile, Problem, UsageError
from viz.flight.numbers import Grounds
from viz.languages import LANGUAGES
from viz.mission.model import Mission
from viz.mission.numbers import read_some
from viz.mission.read import few, nearest, read_shape, shown
from viz.mission.when import parse_when
from viz.plugins import expect, optional_part
from viz.story.captions import Captions, load_captions, words_beside
from viz.story.format import Format
from viz.story.shots import AUTO, COMMON, CameraWords, Cut, Ground, Shot

_PLACES = ("site", "pad")
_TARGETS = ("craft",)
UPS = ("up", "vertical", "nose", "tail", "forward", "head", "north")
"""What may be up in a picture."""

FARTHEST_M = 4e8
"""Of an eye from what it looks at."""
RANGES = {
    "fov_deg": (1.0, 120.0, "degrees"),
    "near_m": (0.01, 100.0, "m"),
    "span_m": (0.01, FARTHEST_M, "m"),
    "swing_deg": (0.0, 60.0, "degrees"),
    "swing_s": (10.0, 1e6, "s"),
}
"""Numbers of a shot."""


@dataclass(frozen=True, slots=True)
class CutTable:
    """A moment, and the camera that the director shows from then on; without any, the first shot throughout."""

    at: str
    """When, as on the command line: ``eva.exit``, ``landing.touchdown-2m``, ``T+01:34:51``."""
    camera: str
    """Id of a shot."""


@dataclass(frozen=True, slots=True)
class ShotsFile:
    """``shots.toml``."""

    shot: tuple[Shot, ...]
    cut: tuple[CutTable, ...] = ()
    """None: the first shot is shown throughout."""


@dataclass(frozen=True, slots=True)
class Script:
    """Everything the telling needs beside the flight itself."""

    shots: tuple[Shot, ...]
    cuts: tuple[Cut, ...]
    captions: Mapping[str, Captions]
    formats: Mapping[str, Format]
    ground: Ground

    @property
    def cameras(self) -> tuple[str, ...]:
        """Ids of the cameras a viewer may choose, the director first."""
        return (AUTO, *dict.fromkeys(shot.id for shot in self.shots))


def load_script(mission: Mission, folder: Path) -> Script:
    """Read the cameras and words of a mission folder; InvalidFile with every problem found."""
    path = folder / "shots.toml"
    shots_file = read_shape(path, ShotsFile, folder)
    words = _camera_words(mission)
    problems = few([*_shots_problems(shots_file, mission, words), *_cut_problems(shots_file, mission)])
    if problems:
        raise InvalidFile(str(path), problems)
    beside = words_beside(mission, folder)
    return Script(
        shots=shots_file.shot,
        cuts=_cuts(shots_file, mission),
        captions={language: load_captions(folder, language) for language in LANGUAGES},
        formats={language: Format.for_language(language, beside) for language in LANGUAGES},
        ground=_ground(mission, folder),
    )


def _ground(mission: Mission, folder: Path) -> Ground:
    """Return the ground beneath the craft before lift-off and after landing, where the mission tells of them."""
    grounds = read_some(mission.parameters, Grounds, str(folder / "flight.toml"))
    return Ground(grounds.pad.ground if grounds.pad else None, grounds.site.ground if grounds.site else None)


def _cuts(file: ShotsFile, mission: Mission) -> tuple[Cut, ...]:
    """Return the director's cuts in order of time; one to the first camera where there are none."""
    cuts = (Cut(parse_when(cut.at, mission), cut.camera) for cut in file.cut)
    return tuple(sorted(cuts, key=lambda cut: cut.met_s)) or (Cut(mission.start_met_s, file.shot[0].id),)


def _camera_words(mission: Mission) -> CameraWords:
    """Return what any flight's cameras know and those of the mission's plugin beside."""
    own = expect(mission.models, "CAMERAS", optional_part(mission.models, "CAMERAS", CameraWords()), CameraWords)
    return COMMON.together(own)


def _shots_problems(file: ShotsFile, mission: Mission, words: CameraWords) -> Iterator[Problem]:
    if not file.shot:
        yield Problem("shot", "there is none", "give at least one [[shot]]")
    phases = {phase.id for phase in mission.phases}
    for number, shot in enumerate(file.shot):
        found = chain(_unknown_words(shot, words), _nowhere(shot, mission), _astray(shot), _beyond(shot))
        for problem in chain(found, _no_phases(shot, phases)):
            yield replace(problem, path=f"shot[{number}].{problem.path}")


def _unknown_words(shot: Shot, words: CameraWords) -> Iterator[Problem]:
    given: tuple[tuple[str, str | None, Collection[str]], ...] = (
        ("subject", shot.subject, words.subjects), ("frame", shot.frame, words.frames),
        ("needs", shot.needs, words.needs), ("up", shot.up, UPS), ("target", shot.target, _TARGETS),
        ("shows", shot.shows, words.subjects), ("mask", shot.mask, words.masks),
        *((f"hides[{at}]", part, words.hides) for at, part in enumerate(shot.hides)),
    )  # fmt: skip
    for key, word, known in given:
        if word is not None and word not in known:
            yield Problem(key, f"{shown(word)} is not known", nearest(word, known))


def _nowhere(shot: Shot, mission: Mission) -> Iterator[Problem]:
    for key, place in (("subject", shot.subject), ("shows", shot.shows)):
        if place in _PLACES and place not in mission.parameters:
            remedy = f"add [{place}] to flight.toml, or choose another subject"
            yield Problem(key, f'"{place}" stands nowhere', remedy)


def _astray(shot: Shot) -> Iterator[Problem]:
    for key, point in (("eye_m", shot.eye_m), ("look_m", shot.look_m)):
        if any(abs(number) > FARTHEST_M for number in point):
            yield Problem(key, "is beyond the Moon", f"keep within {FARTHEST_M:g} m")
    if shot.target is None and shot.eye_m == shot.look_m:
        yield Problem("look_m", "is where the eye is", "look at another point")


def _beyond(shot: Shot) -> Iterator[Problem]:
    for key, (low, high, unit) in RANGES.items():
        value = getattr(shot, key)
        if not low <= value <= high:
            yield Problem(key, f"is {value:g}", f"use {low:g} to {high:g} {unit}")


def _no_phases(shot: Shot, phases: Collection[str]) -> Iterator[Problem]:
    for at, phase in enumerate(shot.phases):
        if phase not in phases:
            yield Problem(f"phases[{at}]", f"there is no phase {shown(phase)}", nearest(phase, phases))


def _cut_problems(file: ShotsFile, mission: Mission) -> list[Problem]:
    problems: list[Problem] = []
    cameras = {shot.id for shot in file.shot}
    for number, cut in enumerate(file.cut):
        if cut.camera not in cameras:
            problems.append(Problem(f"cut[{number}].camera", f'there is no shot "{cut.camera}"', "add it or mend it"))
        try:
            parse_when(cut.at, mission)
        except UsageError as error:
            problems.append(Problem(f"cut[{number}].at", str(error), "see the forms of a time"))
    return problems
