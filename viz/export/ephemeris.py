"""CCSDS Orbit Ephemeris Message (502.0-B-2, keyword = value): places, velocities and covariance, as text.

Earth-fixed by default. The covariance is that of a fit which tells one sigma along and across the track: an error along
it is one of time, so that radial velocity goes with it; of the height no sigma is told, and that across stands for it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import timedelta
from typing import IO

from viz.export.samples import Sample, misses_place, samples
from viz.export.told import FIXED_NOTE, SIGMA_NOTE, TIME_NOTE, Told
from viz.flight.vector import length
from viz.mission.when import utc_at

REF_FRAMES = {"fixed": "ITRF2000", "teme": "TEME"}
_TEME_NOTE = (
    "TEME: true equator, mean equinox of date, as SGP4 has it. Going from it to the Earth takes UT1, which is taken to "
    "be the UTC of this file; do not take it through TAI."
)
_COVARIANCE_NOTE = (
    "Covariance in RTN. Told by the flight: one sigma along (T) and across (N). Model: R as N; radial velocity goes "
    "with an error along the track, which is one of time; velocities across and radially by the mean motion."
)
COVARIANCE_STEP_S = 600.0
_LINE = 100


def write(told: Told, file: IO[bytes]) -> None:
    """Write the message; positions in km to the micrometre, velocities in km/s."""
    for line in _lines(told):
        file.write(line.encode("ascii", "replace") + b"\n")


def _lines(told: Told) -> Iterator[str]:
    yield "CCSDS_OEM_VERS = 2.0"
    header = told.header
    yield from _comment(*(f"{name}: {header[name]}" for name in ("mission", "reconstruction", "licence", "credits")))
    yield from _comment(f"mission_digest: {header['mission_digest']}", header["made_with"])
    yield f"CREATION_DATE = {epoch(told, 0.0)}"  # lift-off: a file is the same whenever it is written
    yield "ORIGINATOR = VOSKHOD2-VIZ"
    yield ""
    yield from _metadata(told)
    yield ""
    for sample in samples(told, misses_place):
        yield _row(told, sample)
    yield ""
    yield "COVARIANCE_START"
    for met_s in _covariance_times(told):
        yield from _covariance(told, met_s)
    yield "COVARIANCE_STOP"


def _metadata(told: Told) -> Iterator[str]:
    mission, stretch = told.mission, told.stretch
    yield "META_START"
    yield from _comment(TIME_NOTE, FIXED_NOTE if told.frame == "fixed" else _TEME_NOTE, SIGMA_NOTE, _COVARIANCE_NOTE)
    yield f"OBJECT_NAME = {mission.spacecraft or mission.id}"
    yield f"OBJECT_ID = {mission.cospar_id or 'UNKNOWN'}"
    yield "CENTER_NAME = EARTH"
    yield f"REF_FRAME = {REF_FRAMES[told.frame]}"
    yield "TIME_SYSTEM = UTC"
    yield f"START_TIME = {epoch(told, stretch.start_s)}"
    yield f"STOP_TIME = {epoch(told, stretch.stop_s)}"
    yield "INTERPOLATION = HERMITE"
    yield "INTERPOLATION_DEGREE = 3"
    yield "META_STOP"


def epoch(told: Told, met_s: float) -> str:
    """Return UTC to the microsecond, in which the orbit is 8 mm long."""
    moment = utc_at(0.0, told.mission) + timedelta(microseconds=round(met_s * 1e6))
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}"


def _row(told: Told, sample: Sample) -> str:
    place = " ".join(f"{value / 1e3:.9f}" for value in sample.position_m)
    speed = " ".join(f"{value / 1e3:.12f}" for value in sample.velocity_m_s)
    return f"{epoch(told, sample.met_s)} {place} {speed}"


def _covariance_times(told: Told) -> Iterator[float]:
    first, last = told.stretch.start_s, told.stretch.stop_s
    yield first
    for index in range(1, int((last - first) / COVARIANCE_STEP_S) + 1):
        yield round(first + index * COVARIANCE_STEP_S, 6)


def _covariance(told: Told, met_s: float) -> Iterator[str]:
    craft = told.flight.state_at(met_s).craft
    turn_rad_s = length(craft.velocity_teme_km_s) / length(craft.position_teme_km)
    rows = covariance(craft.along_track_sigma_km, craft.across_track_sigma_km, turn_rad_s)
    yield f"EPOCH = {epoch(told, met_s)}"
    yield "COV_REF_FRAME = RTN"
    for row in rows:
        yield " ".join(f"{value:.14e}" for value in row)


def covariance(along_km: float, across_km: float, turn_rad_s: float) -> tuple[tuple[float, ...], ...]:
    """Return the lower triangle of the covariance of R, T, N and their rates, km and km/s."""
    along, across, turn = along_km**2, across_km**2, turn_rad_s
    return (
        (across,),
        (0.0, along),
        (0.0, 0.0, across),
        (0.0, -turn * along, 0.0, turn**2 * (along + across)),
        (0.0, 0.0, 0.0, 0.0, turn**2 * across),
        (0.0, 0.0, 0.0, 0.0, 0.0, turn**2 * across),
    )


def _comment(*texts: str) -> Iterator[str]:
    for text in texts:
        yield from (f"COMMENT {line}" for line in textwrap.wrap(text, _LINE))
