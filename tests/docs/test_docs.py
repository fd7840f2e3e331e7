"""What the pages say must be true of the program."""

from __future__ import annotations

import importlib
import inspect
import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from kg.cli import app
from kg.config import SETTINGS, Setting
from kg.output import FILES
from kg.pipeline import STAGES
from tests.support import ROOT

PAGES = sorted(p for p in [*ROOT.glob("*.md"), *ROOT.glob("*/*.md")] if not any(part[0] == "." for part in p.parts))
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def rows(page: str) -> list[list[str]]:
    """The rows of a page's tables, as cells."""
    lines = [line for line in text(page).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_setting_is_documented_as_it_is() -> None:
    documented = [row for row in rows("docs/config.md") if row[0].startswith("`")]
    assert documented == [_row(setting) for setting in SETTINGS.values()]


def _row(setting: Setting) -> list[str]:
    default = str(setting.default).lower() if isinstance(setting.default, bool) else str(setting.default or "")
    if setting.default == 0 and not isinstance(setting.default, bool):
        default = "0"
    flags = ", ".join(f"`{flag}`" for flag in setting.flags)
    shown = f"`{default}`" if default else ""
    return [f"`{setting.key}`", flags, shown, ", ".join(setting.commands), setting.help]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_for_itself_and_for_all_it_takes(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert command.help.strip().endswith(".")
    for parameter in command.params:
        assert getattr(parameter, "help", None), parameter.name


def test_options_follow_the_table_of_settings() -> None:
    for setting in SETTINGS.values():
        for name in COMMANDS:
            has = setting.name in inspect.signature(importlib.import_module(f"kg.cli.{name}").command).parameters
            assert has == (name in setting.commands), (setting.name, name)


def commands_in(page: str) -> list[str]:
    """The calls of kg in the shell blocks of a page."""
    blocks = re.findall(r"```sh\n(.*?)```", text(page), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if re.match(r"(\.venv/bin/)?kg ", line)]


@pytest.mark.parametrize("page", [str(page.relative_to(ROOT)) for page in PAGES])
def test_commands_on_pages_exist_with_their_options(page: str) -> None:
    for line in commands_in(page):
        words = shlex.split(line.replace("[", " ").replace("]", " "), comments=True)
        if words[1].startswith("-") or words[1].isupper():
            continue
        assert words[1] in COMMANDS, line
        if "--" in words:
            words = words[: words.index("--")]  # what follows is for the program behind it
        flags = {flag for parameter in COMMANDS[words[1]].params for flag in parameter.opts} | {"--help"}
        assert {word for word in words[2:] if re.fullmatch(r"--?[a-z-]+", word)} <= flags, line


def test_make_targets_on_pages_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    for page in PAGES:
        used = set(re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
        assert used <= targets, page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_files_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_layout_table_is_true_and_whole() -> None:
    listed = {row[0].strip("`") for row in rows("README.md") if re.fullmatch(r"`[\w/]+/`", row[0])}
    there = {f"{path.parent.relative_to(ROOT)}/".removeprefix("./") for path in ROOT.glob("*/*") if _counts(path)}
    packages = {f"kg/{path.parent.name}/" for path in ROOT.glob("kg/*/__init__.py")}
    assert listed == {name for name in there if not name.startswith(("build", "dist"))} | packages


def _counts(path: Path) -> bool:
    folder = path.parent.name
    return not folder.startswith((".", "_")) and not folder.endswith(".egg-info") and "node_modules" not in path.parts


def test_the_files_of_the_output_are_described() -> None:
    listed = {row[0].strip("`/") for row in rows("output/README.md") if row[0].startswith("`")}
    assert listed == FILES.keys()


def test_the_stages_are_described_in_their_order() -> None:
    first = [row[0] for row in rows("docs/build.md")]
    assert [name for name in first if name in {stage.name for stage in STAGES}] == [stage.name for stage in STAGES]


def test_the_exit_codes_of_the_pages_are_those_of_the_errors() -> None:
    from kg import errors

    codes = {
        error.exit_code for error in vars(errors).values() if isinstance(error, type) and hasattr(error, "exit_code")
    }
    documented = {int(row[0]) for row in rows("docs/build.md") if row[0].isdigit()}
    assert codes <= documented


def test_the_changelog_names_the_version_or_what_is_to_come() -> None:
    from kg import __version__

    headings = re.findall(r"^## \[?([\w.]+)", text("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] in ("Unreleased", __version__)


def test_the_help_of_the_root_lists_every_command() -> None:
    assert isinstance(app, typer.Typer)
    assert set(COMMANDS) >= {"build", "query", "evaluate", "diff", "remove"}
