"""Room on the disk, and what to do when a film cannot be written there."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from viz.errors import VizError
from viz.film.plan import FilmPlan
from viz.film.render import bitrate
from viz.film.request import size_told

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}
_OPEN_ELSEWHERE = (32, 33)
"""Windows' sharing and lock violations."""


def check_room(plan: FilmPlan, kept: tuple[int, int] = (0, 0)) -> None:
    """VizError when the disk has not room for the film and its parts; `kept` are frames and bytes of parts there."""
    folder = plan.output.absolute().parent
    needed, free = room_needed(plan, kept), shutil.disk_usage(folder).free
    if needed > free:
        raise VizError(
            f"{plan.output}: the film and its parts may take {size_told(needed)}, but {folder} has {size_told(free)} "
            "left - make room, or choose another folder, a smaller size or a shorter film"
        )


def room_needed(plan: FilmPlan, kept: tuple[int, int] = (0, 0)) -> int:
    """Return the bytes a recording may still take at its height: the parts to be drawn, and the film beside all."""
    frames, size = min(kept[0], plan.clock.count), kept[1]
    return size + round(2 * bytes_per_frame(plan) * (plan.clock.count - frames))


def bytes_per_frame(plan: FilmPlan) -> float:
    """Return what a frame may take in the file, by what the encoder is asked for."""
    if plan.suffix in (".mp4", ".webm"):
        return float(bitrate(plan.width, plan.height, plan.clock.fps) / 8 / plan.clock.fps)
    return 1.5 * plan.width * plan.height  # lossless: about half of the raw pixels


def unwritten(output: Path, problem: OSError) -> VizError:
    """Return what is told when a film could not be written: what the system said, and what helps against that."""
    return VizError(f"{output} could not be written: {problem.strerror or problem} - {remedy(output, problem)}")


def remedy(output: Path, problem: OSError) -> str:
    """Return what helps when a file cannot be written."""
    folder = output.absolute().parent
    if problem.errno in _FULL:
        return "make room, then use --resume"
    if getattr(problem, "winerror", None) in _OPEN_ELSEWHERE:
        return "close the program that has it open, then use --resume"
    if problem.errno == errno.ENAMETOOLONG:
        return "give a shorter name"
    if problem.errno in _FORBIDDEN:
        if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK) and problem.errno != errno.EROFS:
            return "close the program that has it open, or set its permissions right, then use --resume"
        return f"{folder} may not be written to: choose another folder, or set its permissions right"
    if problem.errno == errno.EFBIG:
        return "the disk holds no file of that size: choose another, or a smaller size"
    if not folder.is_dir():
        return f"the folder {folder} is gone: make it again, and begin anew"
    return "check the disk, then use --resume"
