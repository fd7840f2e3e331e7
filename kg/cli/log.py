"""What happens, as lines for programs: one JSON object each on standard error (`--log-format json`)."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import typer

EVERY_SECONDS = 1.0
"""Progress within a stage is told no more often than this."""

_form: ContextVar[str] = ContextVar("form", default="text")


def use(form: str) -> None:
    """Write as "text", for people, or as "json" from here on in this call."""
    _form.set(form)


def as_json() -> bool:
    """Whether lines are written for programs."""
    return _form.get() == "json"


def write(level: str, event: str, message: str, **fields: Any) -> None:
    """One line: the time in UTC, the level (info, warning, error), the kind of event, the words for people, figures."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    line = {"time": now, "level": level, "event": event, "message": message, **fields}
    typer.echo(json.dumps(line), err=True)


class Handler(logging.Handler):
    """Writes what the library logs under the name "kg"."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        fields = getattr(record, "fields", {})
        write(record.levelname.lower(), getattr(record, "event", "log"), record.getMessage(), **fields)


@contextmanager
def followed() -> Iterator[Pace]:
    """Write what the library logs while the block runs; gives what tells the progress."""
    logger, handler = logging.getLogger("kg"), Handler()
    level, passes = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield Pace()
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = passes


class Pace:
    """Tells the progress of a stage with its rate and the seconds left, now and then."""

    def __init__(self) -> None:
        self._stage = ""
        self._start = self._told = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take in how far a stage is, and write it where the last line is long enough ago."""
        now = monotonic()
        if stage != self._stage:
            self._stage, self._start, self._told = stage, now, now
        if not done or now - self._told < EVERY_SECONDS:
            return
        self._told = now
        rate = done / (now - self._start)
        left = {"total": total, "seconds_left": round((total - done) / rate, 1)} if total else {}
        write("info", "progress", f"{done:,} articles", stage=stage, done=done, per_second=round(rate, 1), **left)
