"""cache: what was read out of each article, kept in the output, so that the next build reads only what has changed."""

from kg.cache.cache import Cache
from kg.cache.marks import fingerprint, key
from kg.cache.pack import pack, unpack
from kg.cache.waiting import Waiting

__all__ = ["Cache", "Waiting", "fingerprint", "key", "pack", "unpack"]
