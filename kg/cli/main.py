"""The command `kg`: its commands, its errors, its exit codes."""

from __future__ import annotations

import atexit
import gc
import importlib
import importlib.util
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg import __version__
from kg.cli import log
from kg.cli.console import complain
from kg.errors import KgError

COMMANDS = (
    *("build", "query", "explain", "serve", "evaluate", "diff"),
    *("remove", "correct", "review", "ontology", "train"),
)
"""The commands in the order of the help; kg.cli has a module of the same name for each that is there."""


class Commands(TyperGroup):
    """Turns what a command raises or returns into messages and exit codes."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that the context names."""
        log.use("text")
        try:
            code = super().invoke(ctx)
        except KgError as error:
            complain(str(error))
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            complain("stopped")
            raise typer.Exit(130) from None
        if code:
            raise typer.Exit(code)


app = typer.Typer(
    name="kg",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Read news articles and build a knowledge graph in which every fact is tied to the sentence that says it.",
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Read news articles and build a knowledge graph in which every fact is tied to the sentence that says it."""


def _register() -> None:
    for name in COMMANDS:
        if importlib.util.find_spec(f"kg.cli.{name}"):
            command: Callable[..., Any] = importlib.import_module(f"kg.cli.{name}").command
            app.command(name)(command)


_register()


def main() -> None:
    """Run the command line and end the process with the exit code of what happened (see kg.errors)."""
    atexit.register(gc.freeze)  # Python looks for garbage in cycles as it ends, a quarter of a second after a build
    app(prog_name="kg")
