"""What the commands print with: answers on standard output, news and complaints on standard error."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.stages import Progress


def say(text: str = "") -> None:
    """A line of the answer."""
    typer.echo(safe(text))


def complain(text: str) -> None:
    """A message about what went wrong or was left out."""
    typer.echo(safe(f"kg: {text}"), err=True)


def safe(text: str) -> str:
    """The text without what could steer a terminal: control and direction characters become visible escapes."""
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") else _escape(c) for c in text)


def _escape(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> None:
    """A table of the answer; the columns numbered in `right` are aligned to the right."""
    from rich.console import Console
    from rich.table import Table

    wide = Console(highlight=False, markup=False, emoji=False)
    if not wide.is_terminal:
        wide = Console(highlight=False, markup=False, emoji=False, width=200)
    made = Table(box=None, pad_edge=False, header_style="bold")
    for number, name in enumerate(head):
        made.add_column(name, justify="right" if number in set(right) else "left", overflow="fold")
    for row in rows:
        made.add_row(*(safe(cell) for cell in row))
    wide.print(made)


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress | None]:
    """A line on standard error that says how far the work is; None where nobody looks at it."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from kg.pipeline import STAGES

    doing = {stage.name: stage.doing for stage in STAGES}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task, shown = bar.add_task("starting", total=None), ("", 0)

        def tell(stage: str, done: int, total: int) -> None:
            nonlocal task, shown
            if (stage, total) != shown:  # a task's total cannot be taken away, so each stage has a task of its own
                bar.remove_task(task)
                task, shown = bar.add_task(doing[stage], total=total or None), (stage, total)
            bar.update(task, completed=done)

        yield tell
