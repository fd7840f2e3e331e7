"""What the commands print with: answers on standard output, news and complaints on standard error."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import typer

from kg.cli import log


def say(text: str = "") -> None:
    """A line of the answer."""
    typer.echo(safe(text))


def complain(text: str) -> None:
    """A message about what went wrong or was left out."""
    if log.as_json():
        log.write("error", "complaint", text)
    else:
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
