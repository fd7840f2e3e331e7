"""The output folder: one writer at a time, exchanged in one step, nothing of others lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import output
from kg.errors import OutputFailed
from kg.output import locked, replaced


def fill(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def content(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of exchanging folders; not every file system has the first."""
    if request.param == "two renames":
        monkeypatch.setattr(output, "_swap", lambda left, right: False)
    return str(request.param)


def beside(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.parent.iterdir() if p != folder)


def test_a_new_folder_appears_when_the_block_ends(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "output"
    with replaced(folder, list) as new:
        fill(new, graph="new")
        assert not folder.exists()
    assert content(folder) == {"graph": "new"}
    assert beside(folder) == []


def test_the_old_content_stays_until_the_block_ends_well(tmp_path: Path, way: str) -> None:
    folder = fill(tmp_path / "output", graph="old", stale="old")
    with replaced(folder, lambda: ["graph", "stale"]) as new:
        fill(new, graph="new")
        assert content(folder) == {"graph": "old", "stale": "old"}
    assert content(folder) == {"graph": "new"}
    assert beside(folder) == []


def test_when_the_block_fails_nothing_has_changed(tmp_path: Path, way: str) -> None:
    folder = fill(tmp_path / "output", graph="old")

    def write() -> None:
        with replaced(folder, lambda: ["graph"]) as new:
            fill(new, graph="half")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        write()
    assert content(folder) == {"graph": "old"}
    assert beside(folder) == []


def test_what_kg_did_not_write_is_carried_over(tmp_path: Path, way: str) -> None:
    folder = fill(tmp_path / "output", graph="old", notes="mine")
    fill(folder / "own" / "deep", more="mine too")
    (folder / "link").symlink_to("own/deep/more")
    (folder / "nowhere").symlink_to("missing")
    with replaced(folder, lambda: ["graph"]) as new:
        fill(new, graph="new")
    assert content(folder) == {"graph": "new", "notes": "mine", "own/deep/more": "mine too", "link": "mine too"}
    assert os.readlink(folder / "nowhere") == "missing"


def test_files_are_copied_where_they_cannot_be_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError("no links here")

    folder = fill(tmp_path / "output", notes="mine")
    monkeypatch.setattr(os, "link", refuse)
    with replaced(folder, list) as new:
        fill(new, graph="new")
    assert content(folder) == {"graph": "new", "notes": "mine"}


def test_the_second_rename_failing_brings_the_old_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fill(tmp_path / "output", graph="old")
    rename = os.rename

    def once(source: Path, target: Path) -> None:
        if source.name.endswith("kg-new"):
            raise OSError(28, "No space left on device")
        rename(source, target)

    monkeypatch.setattr(output, "_swap", lambda left, right: False)
    monkeypatch.setattr(os, "rename", once)
    with pytest.raises(OutputFailed, match=r"No space left.*unchanged"), replaced(folder, lambda: ["graph"]) as new:
        fill(new, graph="new")
    assert content(folder) == {"graph": "old"}
    assert beside(folder) == []


def test_a_build_that_was_killed_between_the_renames_is_undone_by_the_next(tmp_path: Path) -> None:
    fill(tmp_path / ".output.kg-old", graph="old", notes="mine")
    fill(tmp_path / ".output.kg-new", graph="half")
    folder = tmp_path / "output"
    with replaced(folder, lambda: ["graph"]) as new:
        assert content(folder) == {"graph": "old", "notes": "mine"}
        assert content(new) == {}
        fill(new, graph="new")
    assert content(folder) == {"graph": "new", "notes": "mine"}
    assert beside(folder) == []


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "output"
    place.write_text("mine")
    with pytest.raises(OutputFailed, match="not a folder"), replaced(place, list):
        pass
    assert place.read_text() == "mine"


def test_a_second_writer_is_refused_and_the_lock_ends_with_its_holder(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    code = (
        "import sys, time; from pathlib import Path; from kg.output import locked\n"
        "with locked(Path(sys.argv[1])):\n"
        "    print('held', flush=True); time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(OutputFailed, match="another kg is writing"), locked(folder):
            pass
        holder.kill()
    with locked(folder):
        pass
    assert beside(folder) == []


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    with pytest.raises(ValueError, match="stop"), locked(folder):
        raise ValueError("stop")
    with locked(folder):
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputFailed, match="cannot write"), locked(tmp_path / "file" / "output"):
        pass
