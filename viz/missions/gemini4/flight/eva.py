"""Where White is, how he is turned, in which posture, on how much umbilical, with how much gas, for the whole flight.

The walk itself is replayed from a shipped table (built once by ``scripts/build_eva_gemini4.py``); his turns and
postures, and his ways up from the seat and down into it, are smooth curves through keys stored beside it. All of it is
a reconstruction on the record's clock times (E03-E28).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from viz.flight.curves import ramp
from viz.flight.quaternion import rotate
from viz.flight.state import Quaternion, Vec3
from viz.mission.model import Mission
from viz.missions.gemini4.flight.body import HATCH_CENTRE_M
from viz.missions.gemini4.flight.eva_track import TRACK_FILE, WalkTrack, read_track
from viz.missions.gemini4.flight.numbers_walk import Eva
from viz.missions.gemini4.flight.state import Place, WhiteState


@dataclass(frozen=True, slots=True)
class WalkTimes:
    """When he changes place and gear, seconds after lift-off."""

    rises_s: float
    visor_down_s: float
    gun_ready_s: float
    exit_s: float
    gun_away_s: float
    camera_off_s: float
    ingress_s: float
    seated_s: float
    visor_up_s: float

    @classmethod
    def of(cls, mission: Mission, numbers: Eva) -> WalkTimes:
        """Return the times of that mission; NotTold when it lacks an event."""
        exit_s = mission.event("eva.exit").time.met_s
        closed_s = mission.event("eva.hatch_closed").time.met_s
        return cls(
            rises_s=exit_s - numbers.rises_before_exit_s,
            visor_down_s=mission.event("eva.hatch_open").time.met_s + numbers.visor_down_after_hatch_open_s,
            gun_ready_s=exit_s - numbers.gun_ready_before_exit_s,
            exit_s=exit_s,
            gun_away_s=mission.event("eva.on_top").time.met_s + numbers.gun_away_after_on_top_s,
            camera_off_s=mission.event("eva.camera_off").time.met_s,
            ingress_s=mission.event("eva.ingress").time.met_s,
            seated_s=closed_s - numbers.seated_before_hatch_closed_s,
            visor_up_s=closed_s + numbers.visor_up_after_hatch_closed_s,
        )


@dataclass(frozen=True, slots=True, repr=False)
class WalkModel:
    """White's state at any instant from lift-off to the water."""

    times: WalkTimes
    numbers: Eva
    track: WalkTrack

    def __repr__(self) -> str:
        return f"<WalkModel: {self.track.rope!r}, {self.track.gun!r}>"

    @classmethod
    def from_mission(cls, mission: Mission, numbers: Eva, folder: Path) -> WalkModel:
        """Return the model of that mission; InvalidFile when its table is missing, broken or built for others."""
        return cls(WalkTimes.of(mission, numbers), numbers, read_track(folder / TRACK_FILE, mission, numbers))

    def at(self, met_s: float, cabin_pressure_kpa: float = 0.0) -> WhiteState:
        """Return White at that instant, seconds after lift-off; the cabin is what surrounds him, or nothing does."""
        attitude = self.track.curves.attitude_at(met_s)
        position, tether, stretch = self._on_rope(met_s, attitude)
        suit_kpa = max(self.numbers.suit_pressure_kpa, cabin_pressure_kpa)
        stiffness = min(1.0, (suit_kpa - cabin_pressure_kpa) / self.numbers.stiff_at_kpa)
        place, times, gun = self._place(met_s), self.times, self.track.gun
        return WhiteState(
            place=place,
            outside=place == "outside",
            position_m=position,
            attitude_quaternion=attitude,
            pose=self.track.curves.pose.at(met_s, stiffness),
            distance_from_hatch_m=math.dist(position, HATCH_CENTRE_M),
            suit_pressure_kpa=suit_kpa,
            suit_stiffness=stiffness,
            tether_m=tether,
            tether_stretch=stretch,
            holds_camera=times.gun_away_s <= met_s < times.camera_off_s,
            holds_gun=times.gun_ready_s <= met_s < times.gun_away_s,
            gun_gas_fraction=gun.gas_fraction(met_s),
            gun_thrust_n=gun.thrust_n(met_s),
            visor_down=self._visor_down(met_s),
        )

    def _on_rope(self, met_s: float, attitude: Quaternion) -> tuple[Vec3, tuple[Vec3, ...], float]:
        """Return place, umbilical and its stretch, from the table while it lasts, its last node on his suit."""
        rope = self.track.rope
        if not rope.start_s <= met_s <= rope.stop_s:
            return self.track.curves.place_at(met_s), (), 0.0
        row = rope.row_m(met_s)
        position = (row[0], row[1], row[2])
        hook = rotate(attitude, self.numbers.attach.place_m)
        nodes = list(zip(row[3::3], row[4::3], row[5::3], strict=True))
        # The table is linear between rows and he turns: a fraction of a millimetre.
        nodes[-1] = (position[0] + hook[0], position[1] + hook[1], position[2] + hook[2])
        length = math.fsum([math.dist(a, b) for a, b in pairwise(nodes)])
        return position, tuple(nodes), max(0.0, length / rope.length_m(met_s) - 1.0)

    def _place(self, met_s: float) -> Place:
        times = self.times
        if met_s < times.rises_s or met_s >= times.seated_s:
            return "seat"
        return "outside" if times.exit_s <= met_s < times.ingress_s else "standing"

    def _visor_down(self, met_s: float) -> float:
        times, lasts_s = self.times, self.numbers.visor_moves_s
        down = ramp(met_s, times.visor_down_s, times.visor_down_s + lasts_s)
        return down - ramp(met_s, times.visor_up_s, times.visor_up_s + lasts_s)
