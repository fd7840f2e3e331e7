"""Watches a build: how long each stage takes, how many articles it has done, how much memory was needed so far."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

LOG = logging.getLogger("kg")
Progress = Callable[[str, int, int], None]
"""Told the stage, how many of its articles are done, and how many there are (0: not known)."""
Figures = dict[str, float]
MADE = 100_000
"""Objects made and not freed, after which Python looks for garbage in cycles; 700 where nothing else is said."""


class Watch:
    """Passes the progress of a build on to `tell`, and keeps the figures of each stage in `stages`, in their order.

    Figures are `seconds`, `peak_megabytes` (of this process until the end of the stage) and, where the stage counts
    its articles, `done` and `per_second`; what was done when it first told so, as out of the cache, has no rate. Each
    stage is also logged, under the name "kg", when it begins and ends.
    """

    def __init__(self, tell: Progress | None = None) -> None:
        self._tell = tell or (lambda stage, done, total: None)
        self._known = self._done = 0
        self.stages: dict[str, Figures] = {}

    @property
    def seconds(self) -> dict[str, float]:
        """The seconds that each stage took."""
        return {name: figures["seconds"] for name, figures in self.stages.items()}

    def tell(self, stage: str, done: int, total: int) -> None:
        """Say how far a stage is."""
        self._known = done - 1 if done and not self._done else self._known
        self._done = done
        self._tell(stage, done, total)

    @contextmanager
    def stage(self, name: str, doing: str) -> Iterator[None]:
        """Watch a stage from its begin to its end; one that fails leaves no figures."""
        LOG.info(doing, extra={"event": "stage begins", "fields": {"stage": name}})
        self._known = 0
        self.tell(name, 0, 0)
        start = perf_counter()
        yield
        seconds = perf_counter() - start
        figures = {"seconds": round(seconds, 3), "peak_megabytes": peak_megabytes()}
        if self._done:
            figures |= {"done": self._done, "per_second": round((self._done - self._known) / max(seconds, 1e-6), 1)}
        self.stages[name] = figures
        LOG.info(doing, extra={"event": "stage ends", "fields": {"stage": name, **figures}})


def peak_megabytes() -> int:
    """The most memory that this process has held so far; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 2**20 if sys.platform == "darwin" else most // 2**10


@contextmanager
def unhurried() -> Iterator[None]:
    """Have Python look for garbage in cycles less often, which is otherwise a tenth of the time of a small build.

    Nearly all that a build makes is values without cycles, which are freed without that.
    """
    usual = gc.get_threshold()
    gc.set_threshold(MADE, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
