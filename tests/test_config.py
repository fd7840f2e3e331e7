from __future__ import annotations

from pathlib import Path

import pytest

from kg.config import SETTINGS, Settings, load_settings
from kg.errors import InputMissing, UsageError


def config(folder: Path, text: str) -> Path:
    path = folder / "kg.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_given_is_the_defaults() -> None:
    assert load_settings({}) == Settings()


def test_the_command_line_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    path = config(tmp_path, 'workers = 3\nbase-iri = "https://data.example/"\noutput = "out"\ntimeout = 5\n')
    settings = load_settings({"workers": 4, "base_iri": None}, path)
    assert (settings.workers, settings.base_iri) == (4, "https://data.example/")
    assert settings.output == tmp_path / "out"
    assert settings.timeout == 5.0
    assert settings.engine == "local"


def test_the_file_of_the_current_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config(tmp_path, "workers = 3\n")
    monkeypatch.chdir(tmp_path)
    assert load_settings({}).workers == 3


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match=r"none\.toml"):
        load_settings({}, tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("worker = 3", "did you mean workers"),
        ("xyzzy = 3", "known are"),
        ('workers = "3"', "workers must be a whole number"),
        ("workers = true", "workers must be a whole number"),
        ("quiet = 1", "quiet must be true or false"),
        ("output = 1", "output must be a path"),
        ("workers = ", "not readable as TOML"),
        ("workers = -1", "must not be negative"),
        ("timeout = 0", "more than 0"),
        ("timeout = nan", "more than 0"),
        ('base-iri = "nonsense"', "absolute address"),
        ('base-iri = "https://a b/"', "absolute address"),
        ('base-iri = "https://[/"', "absolute address"),
        ('base-iri = "https://data.example/x"', "must end in"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        load_settings({}, config(tmp_path, text + "\n"))


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "kg.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not readable"):
        load_settings({}, path)


def test_the_table_has_a_row_for_every_setting() -> None:
    assert list(SETTINGS) == list(Settings.__slots__)
    for setting in SETTINGS.values():
        assert setting.help.endswith(".")
        assert setting.flags[0] == f"--{setting.key}"
        assert setting.commands
