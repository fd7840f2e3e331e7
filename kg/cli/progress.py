"""How far a build is: a bar with rate and time left where somebody looks at it, lines where a program reads them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.cli import log

if TYPE_CHECKING:
    from rich.console import Console

    from kg.watch import Progress


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress | None]:
    """What tells the progress on standard error; None where nobody looks at it."""
    if log.as_json():
        with log.followed() as tell:
            yield tell
    elif quiet or not sys.stderr.isatty():
        yield None
    else:
        from rich.console import Console

        with bar(Console(stderr=True)) as shown:
            yield shown


@contextmanager
def bar(console: Console) -> Iterator[Progress]:
    """A line that is drawn anew: what is done, how much of it, how fast, for how long yet."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    from kg.pipeline import STAGES

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.1f}/s" if task.speed else "")

    doing = {stage.name: stage.doing for stage in STAGES}
    left = TextColumn("left")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeElapsedColumn())
    with Progress(*columns, TimeRemainingColumn(), left, console=console, transient=True) as drawn:
        task, shown = drawn.add_task("starting", total=None), ("", 0)

        def tell(stage: str, done: int, total: int) -> None:
            nonlocal task, shown
            if (stage, total) != shown:  # a task's total cannot be taken away, so each stage has a task of its own
                drawn.remove_task(task)
                task, shown = drawn.add_task(doing[stage], total=total or None), (stage, total)
            drawn.update(task, completed=done)

        yield tell
