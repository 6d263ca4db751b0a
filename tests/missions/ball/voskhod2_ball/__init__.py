"""A ball on an orbit, a figure on a rope beside it, and a parachute at the end."""

from dataclasses import dataclass, make_dataclass, replace
from pathlib import Path

from viz.flight.descent import Descent, DescentModel, fly_descent
from viz.flight.flight import Flight
from viz.flight.frames import EarthClock
from viz.flight.numbers import Elements
from viz.flight.orbit import Orbit
from viz.flight.quaternion import rotate
from viz.flight.state import FlightState, StateBasis, WalkerState
from viz.flight.timescale import MissionTime
from viz.flight.told import WayDown
from viz.flight.track import Track
from viz.mission.numbers import Groups
from viz.stage.cast import Casting, Entry, RopeLook
from viz.stage.shapes import capsule, sphere
from viz.story.shots import CameraWords

FOLDER = Path(__file__).parent / "mission"
CAMERAS = CameraWords(subjects=("figure",))
GROUPS = Groups(make_dataclass("Numbers", [("orbit", Elements)]))
number_problems = GROUPS.problems
FALL = DescentModel(
    ignition_met_s=0.0, delta_v_m_s=150.0, thrust_n=15e3, specific_impulse_s=280.0, ignition_mass_kg=3e3,
    sphere_mass_kg=2e3, sphere_diameter_m=2.0, drogue_height_km=7.0, drogue_area_m2=12.0, drogue_fill_s=2.0,
    drogue_hold_s=20.0, main_area_m2=400.0, main_fill_s=8.0, soft_landing_height_km=0.001, touchdown_speed_km_s=2e-4,
    ground_altitude_km=0.0,
)  # fmt: skip


class BallState(FlightState):
    @property
    def walkers(self):
        rope = ((0.0, 1.0, 0.0), (0.0, 2.0, 0.4), (0.0, 3.0, 0.0))
        return {"figure": WalkerState("outside", True, rope[-1], tether_m=rope)} if self.phase == "orbit" else {}


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class BallFlight(Flight):
    orbit: Track
    fall: Descent

    def motion_at(self, met_s):
        return self.orbit.at(met_s) if met_s < self.orbit.end_s else self.fall.at(met_s, self.clock)

    def parachute_at(self, met_s):
        return self.fall.parachute_at(met_s)

    def state_of(self, now):
        return BallState.of(now, self.parachute_at(now.met_s), StateBasis(craft="model"))


def build_flight(mission, folder, what_if):
    clock, time = EarthClock.from_liftoff(mission.liftoff_utc), MissionTime.from_liftoff(mission.liftoff_utc)
    orbit = Orbit.from_elements(GROUPS.read(mission.parameters).orbit, clock, time)
    burn_s = mission.event("burn").time.met_s
    fall = fly_descent(replace(FALL, ignition_met_s=burn_s), orbit.knot(burn_s), clock)
    flown = {"orbit": orbit.track(mission.start_met_s, burn_s), "fall": fall, "way_down": WayDown.of(fall)}
    return BallFlight.assembled(mission, what_if, **flown)


def build_cast():
    canopy = sphere(3.0, from_deg=20.0, colour=(0.9, 0.5, 0.2))
    figure = capsule((0.0, 0.0, -0.6), (0.0, 0.0, 0.6), 0.25, colour=(0.9, 0.9, 0.9))
    meshes = {"ball": sphere(1.0), "figure": figure, "canopy": canopy}
    return Casting(meshes, entries, rope=RopeLook(rings=0), rope_m=rope_m)


def entries(picture):
    turn, canopy = picture.state.craft.attitude_quaternion, picture.state.parachute.canopy_fraction
    yield Entry("ball", (0.0, 0.0, 0.0), turn)
    for figure in picture.state.walkers.values():
        yield Entry("figure", rotate(turn, figure.position_m), turn)
    if canopy > 0.0:
        yield Entry("canopy", rotate(turn, (0.0, 0.0, 3.0)), turn, (canopy, canopy, canopy))


def rope_m(picture):
    return [point for figure in picture.state.walkers.values() for point in figure.tether_m]
