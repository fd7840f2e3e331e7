"""Options made from the table of settings, so that flags, defaults and help stand in one place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from kg.config import SETTINGS, Settings, load_settings


def option(name: str) -> Any:
    """The option of a setting. Its value is None where it is not given, so that kg.toml may give it."""
    setting = SETTINGS[name]
    shown = "" if setting.default in (None, "", False) else f" [default: {setting.default}]"
    return typer.Option(*setting.flags, help=setting.help + shown, metavar=setting.metavar or None, show_default=False)


def config_option() -> Any:
    """The option that names the settings file."""
    return typer.Option("--config", help="Settings file [default: kg.toml, where there is one].", metavar="FILE")


def settings(config: Path | None, **given: Any) -> Settings:
    """The settings of this call. Raises UsageError and InputMissing."""
    return load_settings(given, config)
