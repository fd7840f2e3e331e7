"""region: a part of the stored graph, chosen by its entities, read back as the Graph that the build merged."""

from kg.region.choose import around, most_connected
from kg.region.read import read_region

__all__ = ["around", "most_connected", "read_region"]
