"""The script of a show: its cameras, its cuts, and its words in every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from viz.errors import InvalidFile, Problem, UsageError
from viz.flight.numbers import Grounds
from viz.flight.state import Vec3
from viz.languages import LANGUAGES
from viz.mission.model import Mission
from viz.mission.numbers import read_some
from viz.mission.read import few, read_shape
from viz.mission.when import parse_when
from viz.plugins import expect, optional_part
from viz.story.captions import Captions, load_captions, words_beside
from viz.story.format import Format
from viz.story.picture import Filter, Mask
from viz.story.shots import AUTO, CameraWords, Cut, Ground, Shot

_SUBJECTS = ("craft", "earth", "site", "pad")
_PLACES = ("site", "pad")
_FRAMES = ("orbital", "sun", "body", "man", "ground")
_NEEDS = (None, "dusk")
"""Of any flight; a plugin adds its own."""
_TARGETS = (None, "craft")
_UPS = ("up", "vertical", "nose", "tail", "forward", "head", "north")

FARTHEST_M = 4e8
"""Of an eye from what it looks at."""
_RANGES = {
    "fov_deg": (1.0, 120.0, "degrees"),
    "near_m": (0.01, 100.0, "m"),
    "span_m": (0.01, FARTHEST_M, "m"),
    "swing_deg": (0.0, 60.0, "degrees"),
    "swing_s": (10.0, 1e6, "s"),
}
"""Numbers of a shot."""


@dataclass(frozen=True, slots=True)
class ShotTable:
    """``[[shot]]`` of ``shots.toml``; the head of the file says what each key means."""

    id: str
    subject: str
    eye_m: tuple[float, ...]
    frame: str = "orbital"
    fov_deg: float = 44.0
    near_m: float = 0.1
    look_m: tuple[float, ...] = (0.0, 0.0, 0.0)
    target: str | None = None
    span_m: float = 10.0
    up: str = "up"
    needs: str | None = None
    phases: tuple[str, ...] = ()
    filter: Filter = "colour"
    mask: Mask = "none"
    hides: tuple[str, ...] = ()
    track: bool = False
    swing_deg: float = 0.0
    swing_s: float = 600.0
    shows: str | None = None


@dataclass(frozen=True, slots=True)
class CutTable:
    """``[[cut]]`` of ``shots.toml``: a moment and the camera shown from then on."""

    at: str
    camera: str


@dataclass(frozen=True, slots=True)
class ShotsFile:
    """``shots.toml``."""

    shot: tuple[ShotTable, ...]
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
    problems = few([*_shot_problems(shots_file, mission), *_cut_problems(shots_file, mission)])
    if problems:
        raise InvalidFile(str(path), problems)
    beside = words_beside(mission, folder)
    return Script(
        shots=tuple(_shot(table) for table in shots_file.shot),
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


def _shot(table: ShotTable) -> Shot:
    return Shot(
        id=table.id, subject=table.subject, frame=table.frame, eye_m=_vec3(table.eye_m), look_m=_vec3(table.look_m),
        fov_deg=table.fov_deg, near_m=table.near_m, target=table.target, span_m=table.span_m, up=table.up,
        needs=table.needs, phases=table.phases, filter=table.filter, mask=table.mask,
        hides=table.hides, track=table.track,
        swing_deg=table.swing_deg, swing_s=table.swing_s, shows=table.shows,
    )  # fmt: skip


def _vec3(values: tuple[float, ...]) -> Vec3:
    x, y, z = values
    return (x, y, z)


def _shot_problems(file: ShotsFile, mission: Mission) -> list[Problem]:
    problems = [] if file.shot else [Problem("shot", "there is none", "give at least one [[shot]]")]
    phases = {phase.id for phase in mission.phases}
    own: CameraWords = expect(
        mission.models, "CAMERAS", optional_part(mission.models, "CAMERAS", CameraWords()), CameraWords
    )
    subjects, frames, needs = (*_SUBJECTS, *own.subjects), (*_FRAMES, *own.frames), (*_NEEDS, *own.needs)
    for number, shot in enumerate(file.shot):
        at = f"shot[{number}]"
        for key, value, known in (
            ("subject", shot.subject, subjects), ("frame", shot.frame, frames),
            ("needs", shot.needs, needs), ("up", shot.up, _UPS), ("target", shot.target, _TARGETS),
            ("shows", shot.shows, (None, *subjects)),
        ):  # fmt: skip
            if value not in known:
                names = ", ".join(str(name) for name in known if name)
                problems.append(Problem(f"{at}.{key}", f'"{value}" is not known', f"use one of {names}"))
        for key, place in (("subject", shot.subject), ("shows", shot.shows)):
            if place in _PLACES and place not in mission.parameters:
                remedy = f"add [{place}] to flight.toml, or choose another subject"
                problems.append(Problem(f"{at}.{key}", f'"{place}" stands nowhere', remedy))
        for key, vector in (("eye_m", shot.eye_m), ("look_m", shot.look_m)):
            if len(vector) != 3:
                problems.append(Problem(f"{at}.{key}", f"has {len(vector)} numbers", "give x, y and z in metres"))
            if any(abs(number) > FARTHEST_M for number in vector):
                problems.append(Problem(f"{at}.{key}", "is beyond the Moon", f"keep within {FARTHEST_M:g} m"))
        if shot.target is None and shot.eye_m == shot.look_m:
            problems.append(Problem(f"{at}.look_m", "is where the eye is", "look at another point"))
        for key, (low, high, unit) in _RANGES.items():
            value_given = getattr(shot, key)
            if not low <= value_given <= high:
                problems.append(Problem(f"{at}.{key}", f"is {value_given:g}", f"use {low:g} to {high:g} {unit}"))
        for phase in shot.phases:
            if phase not in phases:
                problems.append(Problem(f"{at}.phases", f'there is no phase "{phase}"', "use ids of mission.toml"))
    return problems


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
