"""The flight as files that other tools read: tables, calendars, tracks, ephemerides, scenes."""

from viz.export.kinds import KINDS, Kind
from viz.export.request import ExportRequest, export

__all__ = ["KINDS", "ExportRequest", "Kind", "export"]
