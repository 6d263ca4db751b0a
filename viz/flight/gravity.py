"""The Earth's pull: a point mass with the oblateness J2 and the pear shape J3 (EGM96)."""

from __future__ import annotations

import math

from viz.flight.ground import EQUATOR_RADIUS_KM
from viz.flight.state import Vec3

MU_KM3_S2 = 398600.4418
J2 = 1.08262668e-3
J3 = -2.53265649e-6
STANDARD_GRAVITY_M_S2 = 9.80665


def gravity_km_s2(position_km: Vec3) -> Vec3:
    """Return the acceleration of free fall at a position whose Z axis is the pole's.

    Vallado, Fundamentals of Astrodynamics, equations for the first two zonal harmonics.
    """
    x, y, z = position_km
    square = x * x + y * y + z * z
    distance = math.sqrt(square)
    pull = -MU_KM3_S2 / (square * distance)
    sine = z / distance
    sine2 = sine * sine
    oblate = 1.5 * J2 * EQUATOR_RADIUS_KM * EQUATOR_RADIUS_KM / square
    pear = 2.5 * J3 * (EQUATOR_RADIUS_KM / distance) ** 3
    across = pull * (1.0 + oblate * (1.0 - 5.0 * sine2) + pear * sine * (3.0 - 7.0 * sine2))
    along = pull * z * (1.0 + oblate * (3.0 - 5.0 * sine2))
    along += pull * distance * pear * (6.0 * sine2 - 7.0 * sine2 * sine2 - 0.6)
    return across * x, across * y, along
