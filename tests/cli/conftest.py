"""The program run in-process, and a flight that takes no time to build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import viz
from viz.cli.app import app
from viz.errors import UsageError
from viz.flight.state import CraftState, FlightState, ParachuteState, Pose, SkyState
from viz.flight.told import Prediction
from viz.mission.load import load_mission
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.state import AirlockState, LeonovState, VoskhodBasis, VoskhodState

SMALL = Path(__file__).parents[1] / "mission" / "small"

Run = Callable[..., Result]

STATE = VoskhodState(
    met_s=0.0,
    phase="ascent",
    event=None,
    craft=CraftState(
        position_teme_km=(4624.0, -1596.5, 4354.25),
        velocity_teme_km_s=(-2.5, 5.5, 4.75),
        lat_deg=41.9,
        lon_deg=36.5,
        altitude_km=181.0,
        ground_speed_m_s=7690.0,
        attitude_quaternion=(1.0, 0.0, 0.0, 0.0),
        spin_deg_s=0.5,
        load_g=0.0,
        heating_w_m2=0.0,
        thrust_fraction=0.0,
        modules=("descent_sphere", "airlock"),
        free_bodies=(),
        along_track_sigma_km=40.0,
        across_track_sigma_km=7.0,
    ),
    airlock=AirlockState(
        extension=1.0,
        pressure_kpa=0.0,
        cabin_pressure_kpa=100.0,
        inner_hatch_fraction=0.5,
        outer_hatch_fraction=0.75,
        attached=True,
    ),
    leonov=LeonovState(
        place="outside",
        outside=True,
        position_m=(0.0, 1.0, 5.0),
        attitude_quaternion=(1.0, 0.0, 0.0, 0.0),
        pose=Pose(),
        distance_from_hatch_m=2.5,
        suit_pressure_kpa=40.5,
        suit_swell=1.0,
        suit_stiffness=1.0,
        oxygen_fraction=0.75,
        tether_m=((0.0, 0.0, 3.0), (0.0, 1.0, 5.0)),
        tether_stretch=0.01,
        holds_camera=False,
        camera_taken=False,
    ),
    sky=SkyState(
        sun_direction_teme=(1.0, 0.0, 0.0),
        moon_direction_teme=(0.0, 1.0, 0.0),
        moon_distance_km=384_400.0,
        sun_direction_body=(0.0, 0.0, 1.0),
        sun_elevation_deg=44.0,
        lit_fraction=1.0,
        earth_angle_rad=1.0,
    ),
    parachute=ParachuteState(stage="stowed", canopy_fraction=0.0, soft_landing_fraction=0.0),
    standing=VoskhodBasis(
        craft="reconstruction",
        attitude="model",
        airlock="record",
        leonov="reconstruction",
        suit="model",
        tether="model",
        sky="reconstruction",
        parachute="reconstruction",
        heating="model",
    ),
)


@dataclass
class StillFlight:
    """A flight in which nothing but the time changes."""

    mission: Mission
    state: FlightState = STATE

    @property
    def start_met_s(self) -> float:
        return self.mission.start_met_s

    @property
    def end_met_s(self) -> float:
        return self.mission.end_met_s

    def state_at(self, met_s: float) -> FlightState:
        if not self.start_met_s <= met_s <= self.end_met_s:
            raise UsageError(f"{met_s} s is outside the flight")
        return replace(self.state, met_s=met_s)

    def prediction_at(self, met_s: float) -> Prediction:
        return Prediction((4600.0, -1600.0, 4350.0), -41.0)


@pytest.fixture
def state() -> FlightState:
    """An instant of the walk."""
    return STATE


@pytest.fixture
def run() -> Run:
    """Run the program with some arguments and return what it did; `env` may be given."""

    def call(*args: str, **extra: object) -> Result:
        return CliRunner().invoke(app, list(args), prog_name="voskhod2", **extra)  # type: ignore[arg-type]

    return call


@pytest.fixture
def still_flight(monkeypatch: pytest.MonkeyPatch) -> StillFlight:
    """Put a flight in which nothing changes in the place of the real one."""
    flight = StillFlight(load_mission(SMALL))
    monkeypatch.setattr(viz, "load_flight", lambda mission="voskhod2", **what_if: flight)
    return flight
