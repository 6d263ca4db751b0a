"""The panel of a mission: its numbers, curves, suppositions and states, as rows that a plugin declares once.

The page draws gauges, charts, sliders and choices from these rows; the terminal prints the states. What any flight has
stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from viz.errors import UsageError
from viz.flight.flight import Flight
from viz.flight.state import FlightState
from viz.flight.vector import length
from viz.languages import NO_BREAK
from viz.mission.model import Mission
from viz.story.format import Format

SPAN = "span"
"""Unit of a number of seconds that is told as a length of time, "2 minutes 3 seconds"."""
NEVER = "never"
"""How None, where it is a choice, is written."""
_KILO = 1000.0
Value: TypeAlias = Callable[[Any], float]
"""A number of a state, in the plugin's own kind."""


@dataclass(frozen=True, slots=True)
class Meter:
    """One number: how it is written, which group of the state it belongs to, what it rests on."""

    id: str
    basis: str
    """Field of the state's `StateBasis`."""
    write: Callable[[Format, Any], str]
    facts: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Curves over one phase; each is drawn as a share of its own greatest value, or of the greatest of all."""

    phase: str
    start_met_s: float
    end_met_s: float
    curves: Mapping[str, Value]
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Supposable:
    """One number or manner a viewer may change: its place in the flight's what-if, and what it may become."""

    group: str
    name: str
    recorded: float | str
    bounds: tuple[float, float] | None = None
    """Of a number, which the page offers as a slider; None where only `choices` count."""
    choices: tuple[str | None, ...] = ()
    """Words, or None where "never" is an answer; beside a slider its upper end stands for that, too."""
    step: float = 0.01
    """Of the slider, in the number's own unit."""
    decimals: int = 2
    """How exactly the number is written."""
    unit: str = ""
    """Key of the words around the number, such as ``format.metres_per_second``; `SPAN` for seconds as a time span."""

    @property
    def words(self) -> str:
        """Key of its name in the mission's words; ``.<choice>`` and ``.never`` behind it name the choices.

        Of a number, ``.recorded``, ``.more`` and ``.less`` may tell it as {n}, by where it is from the record.
        """
        return f"page.what_if.{self.group}.{self.name}"

    def asked_words(self) -> Iterator[str]:
        """Yield the keys that must have words."""
        yield self.words
        yield from (f"{self.words}.{NEVER if choice is None else choice}" for choice in self.choices)

    def told(self, value: float | str | None, form: Format) -> str:
        """Return a value in the words of a language, as the page says it beside its control."""
        if value is None or isinstance(value, str):
            return form.words[f"{self.words}.{NEVER if value is None else value}"]
        n = self._measured(value, form)
        side = "recorded" if value == self.recorded else "more" if value > float(self.recorded) else "less"
        return form.words.get(f"{self.words}.{side}", "{n}").format(n=n)

    def _measured(self, value: float, form: Format) -> str:
        if self.unit == SPAN:
            return form.duration(abs(value))
        number = form.number(value, self.decimals)
        return form.words[self.unit].replace(" ", NO_BREAK).format(n=number) if self.unit else number

    @property
    def offer(self) -> str:
        """What it may be, in a line."""
        choices = [NEVER if choice is None else choice for choice in self.choices]
        return ", ".join(choices + ([f"{self.bounds[0]:g} to {self.bounds[1]:g}"] if self.bounds else []))

    def allows(self, value: object) -> bool:
        """Return whether the value is one of the choices or lies within the bounds."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value in self.choices
        return self.bounds is not None and self.bounds[0] <= value <= self.bounds[1]


Supposed: TypeAlias = tuple[str, str, float | str | None]
"""Group, name and value that differ from the record."""


def groups_of(supposed: Iterable[Supposed]) -> dict[str, Any]:
    """Return suppositions as the groups that `Flight.build` takes."""
    groups: dict[str, dict[str, float | str | None]] = {}
    for group, name, value in supposed:
        groups.setdefault(group, {})[name] = value
    return groups


def refuse_unsupposable(rows: Iterable[Supposable], one: Supposed) -> None:
    """Raise UsageError, naming what there is, for what the rows do not offer."""
    group, name, value = one
    known = {(row.group, row.name): row for row in rows}
    row = known.get((group, name))
    if row is None:
        names = ", ".join(f"{group}.{name}" for group, name in known) or "nothing"
        raise UsageError(f"{group}.{name} cannot be supposed otherwise - choose from {names}")
    if not row.allows(value):
        raise UsageError(f"{group}.{name} cannot be {NEVER if value is None else value} - choose from {row.offer}")


def refuse_unsupposable_groups(rows: Iterable[Supposable], what_if: Mapping[str, Any]) -> None:
    """Raise UsageError for a group that the rows do not have, and for what they do not offer in it.

    A value that is no group is that of the group's only name; where it has several, the flight says what it wants.
    """
    known = tuple(rows)
    for group, given in what_if.items():
        names = [row.name for row in known if row.group == group]
        if not names:
            groups = ", ".join(dict.fromkeys(row.group for row in known)) or "nothing"
            raise UsageError(f'there is no what-if "{group}" - choose from {groups}')
        values = given if isinstance(given, Mapping) else {names[0]: given} if len(names) == 1 else {}
        for name, value in values.items():
            refuse_unsupposable(known, (group, name, value))


def read_supposed(text: str) -> Supposed:
    """Read ``group.name=value``, a number, a word or ``never``; UsageError for what is not written so."""
    key, equals, written = text.partition("=")
    group, point, name = key.strip().partition(".")
    if not (equals and point and group and name and written.strip()):
        raise UsageError(f"{text}: write what is supposed as group.name=value, such as descent.delay_s=46")
    return group, name, _value_of(written.strip())


def _value_of(written: str) -> float | str | None:
    try:
        return None if written == NEVER else float(written)
    except ValueError:
        return written


def _nothing_supposable(mission: Mission) -> tuple[Supposable, ...]:
    return ()


def _no_charts(flight: Flight) -> tuple[Chart, ...]:
    return ()


def _no_results(recorded: Flight, flight: Flight, asked: Flight, form: Format) -> tuple[tuple[str, str], ...]:
    return ()


def _walkers_told(state: FlightState) -> dict[str, object]:
    return {"walkers": {name: asdict(walker) for name, walker in state.walkers.items()}} if state.walkers else {}


def _walker_rows(state: FlightState, form: Format) -> Iterator[tuple[str, str]]:
    for name, walker in state.walkers.items():
        yield name, f"{walker.place}, {form.metres(length(walker.position_m))} from the craft's middle"


@dataclass(frozen=True, slots=True)
class Panel:
    """What is said beside the picture: a plugin's `build_panel()` gives this."""

    meters: tuple[Meter, ...] = ()
    """Beside those of any flight, `METERS`."""
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of meters by top-level phase; `landing` and `station` stand for rows of their own."""
    usual: tuple[str, ...] = ("altitude", "speed", "sun", "station")
    """In every other phase."""
    charts: Callable[[Flight], tuple[Chart, ...]] = _no_charts
    grounds: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    """Facts and questions behind numbers that are no meters: `landing`, `to_landing`, `station`, `place`."""
    supposable: Callable[[Mission], tuple[Supposable, ...]] = _nothing_supposable
    supposed_name: Callable[[Supposed, Format], str] | None = None
    """What a supposition is called; by the words that its slider or its choices have where this is left out."""
    results: Callable[[Flight, Flight, Flight, Format], Iterable[tuple[str, str]]] = _no_results
    """Id and value of what is told of a flight: the recorded one, this, the one whose suppositions matter, language.

    The mission's words name a row under ``page.result.<id>``.
    """
    opens: Mapping[str, str] = field(default_factory=dict)
    """Which meter's grounds stand behind a result, by its id; the meter of the same id where none is named."""
    inset: str | None = None
    """Camera that the page offers in a corner of the picture; None for none."""
    state_object: Callable[[Any], dict[str, object]] = _walkers_told
    """What ``state --json`` has beside any flight's."""
    state_rows: Callable[[Any, Format], Iterable[tuple[str, str]]] = _walker_rows
    """What ``state`` prints beside any flight's."""

    @property
    def all_meters(self) -> dict[str, Meter]:
        """Return the meters by id; a plugin's own stand in for those of any flight."""
        return {meter.id: meter for meter in (*METERS, *self.meters)}

    def told_name(self, one: Supposed, mission: Mission, form: Format) -> str:
        """Return what a supposition is called in a language."""
        if self.supposed_name is not None:
            return self.supposed_name(one, form)
        row = next(row for row in self.supposable(mission) if (row.group, row.name) == one[:2])
        return f"{form.words[row.words]}: {row.told(one[2], form)}"

    def words(self, mission: Mission) -> Iterator[str]:
        """Yield the keys of the words that the page needs of a mission: names of its meters and of what is supposed."""
        for name in self.all_meters:
            yield f"page.meter.{name}"
        for change in self.supposable(mission):
            yield from change.asked_words()


def _light(form: Format, state: FlightState) -> str:
    """Return the Sun's height at the craft's own ground point, or that the craft is in the Earth's shadow."""
    if state.sky.lit_fraction <= 0.0:
        return form.words["page.meter.sun.shadow"]
    return form.degrees(state.sky.sun_elevation_deg)


def _heating(form: Format, state: FlightState) -> str:
    value = form.number(state.craft.heating_w_m2 / _KILO)
    return form.words["page.unit.kw_m2"].replace(" ", "\u00a0").format(n=value)


def _height(form: Format, state: FlightState) -> str:
    """Return the height in kilometres, near the ground in metres."""
    km = state.craft.altitude_km
    return form.kilometres(km, 1) if km >= 1.0 else form.metres(km * _KILO, 0)


METERS = (
    Meter("altitude", "craft", _height),
    Meter("speed", "craft", lambda form, state: form.speed(state.craft.ground_speed_m_s)),
    Meter("sun", "sky", _light),
    Meter("load", "craft", lambda form, state: form.load_factor(state.craft.load_g)),
    Meter("heating", "heating", _heating),
)
"""Meters of any flight."""
CURVES: Mapping[str, Value] = {
    "altitude": lambda state: state.craft.altitude_km,
    "speed": lambda state: state.craft.ground_speed_m_s,
    "load": lambda state: state.craft.load_g,
    "heating": lambda state: state.craft.heating_w_m2,
}
"""Curves of any flight."""


def resting_on(meter: Meter, facts: tuple[str, ...] = (), questions: tuple[str, ...] = ()) -> Meter:
    """Return a meter of any flight with what it rests on in this one."""
    return Meter(meter.id, meter.basis, meter.write, facts, questions)


def common_object(state: FlightState) -> dict[str, object]:
    """Return what ``state --json`` has of any flight, but for times and predictions."""
    sky = state.sky
    return {
        "craft": asdict(state.craft),
        "sun": {
            "elevation_deg": sky.sun_elevation_deg,
            "lit_fraction": sky.lit_fraction,
            "direction_body": sky.sun_direction_body,
            "direction_teme": sky.sun_direction_teme,
        },
        "moon": {"direction_teme": sky.moon_direction_teme, "distance_km": sky.moon_distance_km},
        "parachute": asdict(state.parachute),
        "hypothetical": state.hypothetical,
        "claimed": state.claimed,
        "standing": asdict(state.standing),
    }
