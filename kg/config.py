"""The settings: one table that the command line, the file kg.toml and docs/config.md all follow.

A value given on the command line wins over one in `kg.toml`, and that over the default.
"""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kg.errors import InputMissing, UsageError

CONFIG_FILE = "kg.toml"
BASE_IRI = "https://example.org/kg/"
LOG_FORMATS = ("text", "json")
KINDS = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: how a setting is called, what it means, and which commands take it."""

    name: str
    default: Any
    help: str
    flags: tuple[str, ...]
    commands: tuple[str, ...]
    metavar: str = ""

    @property
    def key(self) -> str:
        """Its name in kg.toml."""
        return self.name.replace("_", "-")


def _row(flags: str, commands: str, help: str, metavar: str = "") -> dict[str, Any]:
    return {"flags": tuple(flags.split()), "commands": tuple(commands.split()), "help": help, "metavar": metavar}


_OUTPUT = _row(
    "--output -o", "build query explain serve evaluate remove correct review", "Folder of the built graph.", "DIR"
)
_ONTOLOGY = _row(
    "--ontology",
    "build query serve correct review ontology",
    "Folder of another ontology than the one shipped with kg.",
    "DIR",
)
_NO_LEXICON = _row("--no-lexicon", "build", "Build without the ontology's list of known names.")
_ENGINE = _row(
    "--engine", "build", "Where the articles are read out: local (in process), processes, ray or ray:ADDRESS.", "ENGINE"
)
_WORKERS = _row("--workers", "build", "Number of worker processes or actors; 0 is one for each processor.", "N")
_BASE_IRI = _row("--base-iri", "build", "What the addresses of the data begin with.", "IRI")
_FIELDS = _row("--fields", "build", "Fields of JSON Lines and Parquet, as text=body,date=meta.day.", "NAME=FIELD,…")
_STORE = _row("--store", "build query explain", "A SPARQL 1.1 store to write to as well, or to ask.", "URL")
_SECONDS = _row("--article-seconds", "build", "Time limit for one article; a slower one is left out.", "SECONDS")
_CHARS = _row("--article-chars", "build", "Size limit for one article in characters; a longer one is left out.", "N")
_WHOLE = _row(
    "--whole-articles",
    "build",
    "Most articles for which the files are written that are only of use as a whole: "
    "graph.jsonld, graph.graphml and graph.html.",
    "N",
)
_QUIET = _row("--quiet -q", "build", "Print nothing but errors.")
_LOG = _row("--log-format", "build", "How progress and messages are written: text, or json, one object a line.", "FORM")
_FORMAT = _row("--format", "query", "Form of the answer: table, csv, tsv, json, xml or turtle.", "FORM")
_TIMEOUT = _row("--timeout", "query explain serve correct review", "Time limit for a query.", "SECONDS")
_HOST = _row("--host", "serve", "Address to listen on.", "HOST")
_PORT = _row("--port", "serve", "Port to listen on; 0 is any that is free.", "N")


@dataclass(frozen=True, slots=True)
class Settings:
    """The values that hold for one run. Each field is a row of SETTINGS."""

    output: Path = field(default=Path("output"), metadata=_OUTPUT)
    ontology: Path | None = field(default=None, metadata=_ONTOLOGY)
    no_lexicon: bool = field(default=False, metadata=_NO_LEXICON)
    engine: str = field(default="local", metadata=_ENGINE)
    workers: int = field(default=0, metadata=_WORKERS)
    base_iri: str = field(default=BASE_IRI, metadata=_BASE_IRI)
    store: str = field(default="", metadata=_STORE)
    fields: str = field(default="", metadata=_FIELDS)
    article_seconds: float = field(default=120.0, metadata=_SECONDS)
    article_chars: int = field(default=250_000, metadata=_CHARS)
    whole_articles: int = field(default=5_000, metadata=_WHOLE)
    quiet: bool = field(default=False, metadata=_QUIET)
    log_format: str = field(default="text", metadata=_LOG)
    format: str = field(default="table", metadata=_FORMAT)
    timeout: float = field(default=30.0, metadata=_TIMEOUT)
    host: str = field(default="127.0.0.1", metadata=_HOST)
    port: int = field(default=8000, metadata=_PORT)


SETTINGS: Mapping[str, Setting] = {
    f.name: Setting(f.name, f.default, **f.metadata) for f in dataclasses.fields(Settings)
}


def load_settings(given: Mapping[str, Any], config: Path | None = None) -> Settings:
    """The settings of one run: `given` (None where not given) over the file `config` over the defaults.

    Without `config` the kg.toml of the current folder is read where there is one. Raises InputMissing where the named
    file does not exist, and UsageError for a malformed file, an unknown name or a value that cannot be used.
    """
    values = _from_file(config)
    values.update({name: value for name, value in given.items() if value is not None})
    settings = Settings(**values)
    _check(settings)
    return settings


def _from_file(config: Path | None) -> dict[str, Any]:
    path = config or Path(CONFIG_FILE)
    if not path.is_file():
        if config is not None:
            raise InputMissing(f"no settings file {config}; name one that exists, or leave --config away")
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{path}: not readable as TOML: {error}") from error
    return {_name(key, path): _value(_name(key, path), value, path) for key, value in table.items()}


def _name(key: str, path: Path) -> str:
    known = {setting.key: name for name, setting in SETTINGS.items()}
    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, 1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known))}"
    raise UsageError(f"{path}: no setting is called {key!r}; {hint}")


def _value(name: str, value: Any, path: Path) -> Any:
    default = SETTINGS[name].default
    if name in ("output", "ontology"):
        if isinstance(value, str):
            return path.parent / value
    elif isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    elif type(value) is type(default):
        return value
    wanted = "a path" if name in ("output", "ontology") else KINDS[type(default)]
    raise UsageError(f"{path}: {SETTINGS[name].key} must be {wanted}, not {value!r}")


def _check(settings: Settings) -> None:
    for name in ("workers", "article_chars", "whole_articles"):
        if getattr(settings, name) < 0:
            raise UsageError(f"{SETTINGS[name].flags[0]} must not be negative")
    for name in ("timeout", "article_seconds"):
        if not getattr(settings, name) > 0:
            raise UsageError(f"{SETTINGS[name].flags[0]} must be more than 0 seconds")
    if settings.log_format not in LOG_FORMATS:
        raise UsageError(f"--log-format must be one of {', '.join(LOG_FORMATS)}, not {settings.log_format!r}")
    _check_iri(settings.base_iri)
    if settings.store and not settings.store.startswith(("http://", "https://")):
        raise UsageError(f"--store must be the http or https address of a SPARQL endpoint, not {settings.store!r}")
    if not settings.base_iri.endswith(("/", "#")):
        raise UsageError(f"--base-iri must end in / or #, unlike {settings.base_iri!r}")


def _check_iri(iri: str) -> None:
    """Refuse what would break the RDF: relative addresses and characters that no IRI may hold."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        parts = urlsplit("")
    if not parts.scheme or not parts.netloc or any(c in '<>"{}|\\^`' or c <= " " for c in iri):
        raise UsageError(f"--base-iri must be an absolute address such as {BASE_IRI}, not {iri!r}")
