"""The wheel holds all that an installed kg needs, and works from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from kg import __version__
from tests.support import ROOT


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the checkout, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_it_holds_the_program_with_its_data_and_nothing_else(unpacked: Path) -> None:
    assert {path.name for path in unpacked.iterdir()} == {"kg", f"newsgraph_kg-{__version__}.dist-info"}
    held = {path.relative_to(unpacked / "kg").as_posix() for path in (unpacked / "kg").rglob("*") if path.is_file()}
    program = {p.relative_to(ROOT / "kg").as_posix() for p in (ROOT / "kg").rglob("*") if p.is_file() and counts(p)}
    ontology = {p.relative_to(ROOT / "ontology") for p in (ROOT / "ontology").rglob("*") if p.is_file() and counts(p)}
    assert program <= held
    assert {f"_ontology/{path.as_posix()}" for path in ontology} <= held
    assert "_ontology/schema.ttl" in held


def counts(path: Path) -> bool:
    return "__pycache__" not in path.parts and path.suffix != ".pyc" and not path.name.startswith(".")


def test_it_works_from_any_folder(unpacked: Path, tmp_path: Path) -> None:
    code = (
        "from kg.ontology import default_folder, load_ontology; print(default_folder()); load_ontology(lexicon=False)"
    )
    environment = os.environ | {"PYTHONPATH": str(unpacked)}
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()) == unpacked / "kg" / "_ontology"
    run = [sys.executable, "-m", "kg", "--version"]
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"kg {__version__}\n"


def test_its_description_names_the_extras(unpacked: Path) -> None:
    text = next(unpacked.glob("*.dist-info/METADATA")).read_text(encoding="utf-8")
    for extra in ("read", "notebook", "train", "ray", "dev"):
        assert f"Provides-Extra: {extra}" in text
    assert "Requires-Python: >=3.11" in text
