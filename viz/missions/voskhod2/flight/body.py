"""Sizes and places on the craft, in its own frame, shared by the models, the cameras and the drawing.

The body frame has its origin at the centre of the descent sphere. +X points from the instrument module
through the sphere to the back-up retro pack; the main engine's nozzle looks along -X. +Z is the axis of
the airlock, outward. +Y completes the right-handed set. Lengths are metres.

Row ids are those of the record sheet. Where a number is a model and not record, the comment says so.
"""

from __future__ import annotations

import math

SPHERE_RADIUS_M = 2.3 / 2
"""S01."""

INSTRUMENT_MODULE_LENGTH_M = 2.25
INSTRUMENT_MODULE_RADIUS_M = 2.43 / 2
"""S03: a truncated double cone, 2.25 m long and 2.43 m across."""
INSTRUMENT_MODULE_FRONT_X_M = -0.95
"""Where the module's front ring meets the sphere; model, from the ship's 5.0 m length (S04)."""

BACKUP_RETRO_RADIUS_M = 0.42
BACKUP_RETRO_LENGTH_M = 0.80
"""S05 gives a short cylinder on top of the sphere; its size is a model."""

AIRLOCK_RADIUS_M = 1.2 / 2
AIRLOCK_INNER_RADIUS_M = 1.0 / 2
AIRLOCK_LENGTH_M = 2.5
AIRLOCK_STOWED_LENGTH_M = 0.77
"""A01-A03."""
HATCH_RADIUS_M = 0.65 / 2
"""A07, S13: both hatches are 0.65 m clear."""

AIRLOCK_BASE_Z_M = math.sqrt(SPHERE_RADIUS_M**2 - AIRLOCK_RADIUS_M**2)
"""The base ring's plane: where a 1.2 m ring meets the 2.3 m sphere."""
AIRLOCK_RIM_Z_M = AIRLOCK_BASE_Z_M + AIRLOCK_LENGTH_M
"""The outer hatch's plane with the airlock fully extended."""

HATCH_CENTRE_M = (0.0, 0.0, AIRLOCK_RIM_Z_M)
"""Centre of the outer hatch; distances from the hatch are measured from here."""

TETHER_ANCHOR_M = (0.30, 0.0, AIRLOCK_RIM_Z_M - 0.35)
"""Where the tether is fixed inside the airlock, below the rim; model, the record gives no place."""
TETHER_LENGTH_M = 5.35
"""U08: the greatest distance in Leonov's report; the hardware's length is disputed (7 m)."""

FILM_CAMERA_M = (-0.62, 0.0, AIRLOCK_RIM_Z_M + 0.25)
"""The S-97 on its bracket at the rim (A11, A14); side of the rim is a model."""
TV_CAMERA_1_M = (1.05, 0.35, 0.75)
TV_CAMERA_2_M = (-0.70, -0.95, 0.85)
"""Two outside TV cameras in one telling, one in another (A12); places are a model."""

SUITED_HEIGHT_M = 1.9
"""U07."""
