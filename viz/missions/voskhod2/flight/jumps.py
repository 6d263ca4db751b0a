"""Where the state may step, by name: everywhere else every number of it is continuous.

Position and velocity step nowhere but at the touchdown (0.2 m/s). What acts on the craft steps where an engine, a
canopy or the ground begins or ends, and with it, by a trifle, how fast the craft turns to follow its way; what belongs
to the airlock and to Leonov's rope steps where they come and go.
"""

from __future__ import annotations

from viz.flight.told import Jump
from viz.missions.voskhod2.flight.airlock import AirlockTimes
from viz.missions.voskhod2.flight.eva import EvaModel
from viz.missions.voskhod2.flight.numbers_craft import Ascent
from viz.missions.voskhod2.flight.path import FlightPath


def jumps_of(path: FlightPath, eva: EvaModel, lock: AirlockTimes, ascent: Ascent) -> tuple[Jump, ...]:
    """Return every instant at which a number of the state may step, in order of time."""
    descent = path.descent
    load, thrust, tether = "craft.load_g", "craft.thrust_fraction", "leonov.tether_m"
    rate = "craft.spin_deg_s"
    gone = Jump(eva.track.stop_s, (tether,), "the outer hatch is shut and the rope is drawn no more")
    rope_gone = (gone,) if eva.comes_home else ()
    found = [
        Jump(0.0, (load, rate), "the clamps let go: the launcher pulls with more than its weight"),
        Jump(ascent.boosters_off_s, (load, rate), "the strap-ons stop and leave"),
        Jump(ascent.fairing_off_s, (load, rate), "the fairing's mass is gone"),
        Jump(ascent.core_off_s, (load, rate), "the core stops, Block I pulls"),
        Jump(path.ascent.cutoff_s, (load, thrust, rate), "Block I stops"),
        Jump(path.ignition_met_s, (load, thrust, rate), "the braking engine starts"),
        Jump(descent.model.cutoff_met_s, (load, thrust, rate), "the braking engine stops"),
        Jump(descent.main_canopy_met_s, ("parachute.canopy_fraction",), "the drogue goes, the main canopy begins"),
        Jump(
            descent.soft_landing_met_s, (load, rate, "parachute.soft_landing_fraction"), "the soft-landing motor fires"
        ),
        Jump(
            path.touchdown_met_s,
            ("craft.velocity_teme_km_s", "craft.ground_speed_m_s", load, rate, "parachute.soft_landing_fraction"),
            "the ground stops the last 0.2 m/s",
        ),
        Jump(eva.track.start_s, (tether,), "the outer hatch begins to open and the rope is drawn"),
        *rope_gone,
        Jump(lock.jettison_s, ("airlock.pressure_kpa",), "the airlock is cut off, the rest of its air is gone"),
    ]
    return tuple(sorted(found, key=lambda jump: jump.met_s))
