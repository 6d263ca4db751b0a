"""The craft's whole path: pad, ascent, chase, four days by four sets of elements, the way home, the sea.

Position and velocity are continuous everywhere but at the splash; acceleration steps only where a motor, a parachute
or the water begins or ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from viz.flight.ascent import Ascent
from viz.flight.blend import BlendedTrack, HandOver
from viz.flight.frames import EarthClock
from viz.flight.ground import GroundPlace
from viz.flight.orbit import Orbit
from viz.flight.shipped import refuse_apart, shipped_track
from viz.flight.timescale import MissionTime
from viz.flight.track import Knot, Motion, Track
from viz.missions.gemini4.flight.homeward import Homeward
from viz.missions.gemini4.flight.numbers import Numbers

ASCENT_FILE, CHASE_FILE, HOMEWARD_FILE = "ascent.txt", "chase.txt", "homeward.txt"


@dataclass(frozen=True, slots=True, eq=False)
class FlightPath:
    """Where the craft is at any instant."""

    clock: EarthClock
    pad: GroundPlace
    ascent: Ascent
    chase: Track
    coast: BlendedTrack
    """The orbit by its four sets of elements, from the end of the chase to the first burn home."""
    homeward: Homeward

    @classmethod
    def build(cls, numbers: Numbers, time: MissionTime, tracks: Path) -> FlightPath:
        """Join the shipped knots of the folder `tracks` with the orbit; InvalidFile for unusable ones."""
        clock = EarthClock.from_liftoff(time.liftoff_utc)
        coast = coast_of(numbers, clock, time)
        pad = numbers.pad.place
        up, chase, down = (
            shipped_track(tracks / file, tracks.parent) for file in (ASCENT_FILE, CHASE_FILE, HOMEWARD_FILE)
        )
        launched = Knot(0.0, *pad.state_teme(clock, 0.0))
        refuse_apart(tracks / ASCENT_FILE, up, (launched, chase.knots[0]))
        refuse_apart(tracks / CHASE_FILE, chase, (up.knots[-1], coast.knot(coast.start_s)))
        refuse_apart(tracks / HOMEWARD_FILE, down, (coast.knot(coast.end_s), None))
        ascent = Ascent(up, numbers.ascent.engine_start_s, numbers.ascent.cutoff_s)
        return cls(clock, pad, ascent, chase, coast, Homeward.from_track(numbers.descent, down, clock))

    def at(self, met_s: float) -> Motion:
        """Return the craft's motion in TEME; a join belongs to what follows it."""
        if met_s < 0.0:
            return self.pad.motion_teme(self.clock, met_s)
        if met_s < self.chase.start_s:
            return self.ascent.track.at(met_s)
        if met_s < self.coast.start_s:
            return self.chase.at(met_s)
        if met_s < self.coast.end_s:
            return self.coast.at(met_s)
        return self.homeward.at(met_s, self.clock)

    def knot(self, met_s: float) -> Knot:
        """Return the motion with its time."""
        return Knot(met_s, *self.at(met_s))

    def load_g(self, met_s: float, motion: Motion) -> float:
        """Return the load felt: one at rest; none in orbit but for thousandths of the chase, left out."""
        if met_s < 0.0 or met_s >= self.homeward.splash_met_s:
            return 1.0
        if met_s < self.chase.start_s:
            return self.ascent.load_g(motion)
        return self.homeward.load_g(met_s, motion) if met_s >= self.coast.end_s else 0.0

    def heating_w_m2(self, met_s: float, motion: Motion) -> float:
        """Return heating at the stagnation point on the way home; the ascent and the orbit count as none."""
        if self.homeward.burnout_met_s <= met_s < self.homeward.splash_met_s:
            return self.homeward.heating_w_m2(motion)
        return 0.0

    def thrust_fraction(self, met_s: float) -> float:
        """Return how hard the launcher's engines or the burns home run, 0 to 1."""
        if met_s < self.chase.start_s:
            return self.ascent.thrust_fraction(met_s)
        return self.homeward.thrust_fraction(met_s)


def coast_of(numbers: Numbers, clock: EarthClock, time: MissionTime) -> BlendedTrack:
    """Return the orbit by its four sets of elements, one giving way to the next while the crew sleeps."""
    spans = numbers.hand_overs
    half_s = spans.lasts_s / 2.0
    middles = (spans.second_met_s, spans.third_met_s, spans.fourth_met_s)
    overs = [HandOver(met_s - half_s, met_s + half_s) for met_s in middles]
    starts = (numbers.chase.until_s, *(over.start_s for over in overs))
    ends = (*(over.end_s for over in overs), numbers.descent.first_burn_met_s)
    sets = (numbers.orbit, numbers.orbit_2, numbers.orbit_3, numbers.orbit_4)
    tracks = [
        Orbit.from_elements(elements, clock, time).track(start_s, end_s)
        for elements, start_s, end_s in zip(sets, starts, ends, strict=True)
    ]
    return BlendedTrack.joined(tracks, overs)
