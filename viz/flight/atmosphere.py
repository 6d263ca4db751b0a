"""US Standard Atmosphere 1976: density and the speed of sound up to 600 km.

Below 86 km the model's own layers; above, straight lines between logarithms of its printed table. The
real upper air of March 1965, near the minimum of solar activity, was thinner or thicker by tens of per
cent; the orbit's drag term was fitted and does not come from here.
"""

from __future__ import annotations

import math
from bisect import bisect_right

_EFFECTIVE_EARTH_RADIUS_KM = 6356.766
_HYDROSTATIC_K_PER_KM = 34.163195
_GAS_CONSTANT_J_KG_K = 287.05287
_HEAT_RATIO = 1.4

_LAYER_BASE_KM = (0.0, 11.0, 20.0, 32.0, 47.0, 51.0, 71.0)
_LAYER_LAPSE_K_KM = (-6.5, 0.0, 1.0, 2.8, 0.0, -2.8, -2.0)
_LAYER_BASE_K = (288.15, 216.65, 216.65, 228.65, 270.65, 270.65, 214.65)
_LAYER_BASE_PA = (101325.0, 22632.064, 5474.8887, 868.01868, 110.90631, 66.938873, 3.9564205)
"""US76, table 4, geopotential kilometres; pressures follow from the layers below."""

_TOP_OF_LAYERS_KM = 86.0
_SOUND_ABOVE_LAYERS_M_S = 274.1
"""Held at its value at 86 km: above, the notion has little use (US76 stops there too)."""

_TABLE_KM = (
    86.0, 90.0, 95.0, 100.0, 105.0, 110.0, 115.0, 120.0, 130.0, 140.0, 150.0, 160.0, 170.0, 180.0, 190.0, 200.0,
    220.0, 240.0, 260.0, 280.0, 300.0, 350.0, 400.0, 450.0, 500.0, 600.0,
)  # fmt: skip
_TABLE_KG_M3 = (
    6.958e-6, 3.416e-6, 1.393e-6, 5.604e-7, 2.325e-7, 9.708e-8, 4.289e-8, 2.222e-8, 8.152e-9, 3.831e-9, 2.076e-9,
    1.233e-9, 7.815e-10, 5.194e-10, 3.581e-10, 2.541e-10, 1.367e-10, 7.858e-11, 4.742e-11, 2.971e-11, 1.916e-11,
    7.014e-12, 2.803e-12, 1.184e-12, 5.215e-13, 1.137e-13,
)  # fmt: skip
"""US76, table 8."""


def air_at(altitude_km: float) -> tuple[float, float]:
    """Return density (kg/m3) and speed of sound (m/s) at a geometric height; below zero counts as zero."""
    height = max(altitude_km, 0.0)
    if height >= _TOP_OF_LAYERS_KM:
        return _thin_air_kg_m3(height), _SOUND_ABOVE_LAYERS_M_S
    geopotential = _EFFECTIVE_EARTH_RADIUS_KM * height / (_EFFECTIVE_EARTH_RADIUS_KM + height)
    layer = bisect_right(_LAYER_BASE_KM, geopotential) - 1
    base_k, lapse = _LAYER_BASE_K[layer], _LAYER_LAPSE_K_KM[layer]
    rise = geopotential - _LAYER_BASE_KM[layer]
    kelvin = base_k + lapse * rise
    if lapse == 0.0:
        pressure = _LAYER_BASE_PA[layer] * math.exp(-_HYDROSTATIC_K_PER_KM * rise / base_k)
    else:
        pressure = _LAYER_BASE_PA[layer] * (base_k / kelvin) ** (_HYDROSTATIC_K_PER_KM / lapse)
    return pressure / (_GAS_CONSTANT_J_KG_K * kelvin), math.sqrt(_HEAT_RATIO * _GAS_CONSTANT_J_KG_K * kelvin)


def pressure_fraction(altitude_km: float) -> float:
    """Return the pressure against that at sea level; from density and sound, so good below 86 km only."""
    if altitude_km >= _TOP_OF_LAYERS_KM:
        return 0.0
    density, sound = air_at(altitude_km)
    return density * sound * sound / (_HEAT_RATIO * _LAYER_BASE_PA[0])


def _thin_air_kg_m3(height_km: float) -> float:
    index = min(bisect_right(_TABLE_KM, height_km), len(_TABLE_KM) - 1) - 1
    low, high = _TABLE_KG_M3[index], _TABLE_KG_M3[index + 1]
    share = min((height_km - _TABLE_KM[index]) / (_TABLE_KM[index + 1] - _TABLE_KM[index]), 1.0)
    return math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
