"""The shape of the program: sizes of files, tests beside modules, what stays in which stage."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support import ROOT

CODE = sorted(path for folder in ("kg", "tests", "benchmarks", "train") for path in (ROOT / folder).rglob("*.py"))
PROGRAM = [path for path in CODE if path.is_relative_to(ROOT / "kg")]
LIMIT = 400

HOMES = {
    "spacy": ("annotate", "train"),
    "onnxruntime": ("annotate", "train"),
    "tokenizers": ("annotate", "train"),
    "torch": ("train",),
    "pyshacl": ("rdf",),
    "pyvis": ("view",),
    "starlette": ("serve",),
    "uvicorn": ("serve", "cli"),
    "typer": ("cli",),
    "rich": ("cli",),
    "trafilatura": ("read",),
    "pypdf": ("read",),
    "docx": ("read",),
    "feedparser": ("read",),
    "pyarrow": ("read",),
    "fsspec": ("read",),
    "ray": ("engine",),
}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=name)
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LIMIT


@pytest.mark.parametrize("path", PROGRAM, ids=name)
def test_libraries_stay_inside_their_stage(path: Path) -> None:
    stage = path.relative_to(ROOT / "kg").parts[0].removesuffix(".py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for library in {module.split(".")[0] for module in modules} & HOMES.keys():
            assert stage in HOMES[library], f"{name(path)} imports {library}"


@pytest.mark.parametrize("path", PROGRAM, ids=name)
def test_only_the_command_line_prints(path: Path) -> None:
    if path.relative_to(ROOT / "kg").parts[0] == "cli" or path.name == "__main__.py":
        return
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    assert not [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]


def test_every_package_has_tests_of_its_name() -> None:
    packages = {
        path.parent.name for path in (ROOT / "kg").glob("*/__init__.py") if len(list(path.parent.iterdir())) > 2
    }
    assert packages <= {path.name for path in (ROOT / "tests").iterdir()}


def test_the_repository_speaks_of_the_project_alone() -> None:
    for path in [*CODE, *ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/(?:home|root|work|Users)/\w", text), path
        assert "TODO" not in text.replace('"TODO"', ""), path


def test_versions_are_locked_with_hashes() -> None:
    for lock in ("requirements.txt", "requirements-dev.txt", "requirements-soak.txt"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        pins = re.findall(
            r"^([\w.-]+)(?:\[[\w,]+\])?==[\w.]+[^\n]*\\\n((?:    --hash=sha256:\w{64}[^\n]*\n)+)", text, re.M
        )
        assert len(pins) == len(re.findall(r"^[a-zA-Z]", text, re.M))
        assert "://" not in text


def test_everything_that_is_required_is_locked() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locks = {lock: (ROOT / lock).read_text(encoding="utf-8") for lock in ("requirements.txt", "requirements-dev.txt")}
    extras = project["project"]["optional-dependencies"]
    wanted = {
        "requirements.txt": [
            *project["project"]["dependencies"],
            *extras["read"],
            *project["dependency-groups"]["build"],
        ],
        "requirements-dev.txt": [
            *project["project"]["dependencies"],
            *(r for name in ("dev", "notebook", "parquet", "cloud", "ray") for r in extras[name]),
        ],
    }
    for lock, requirements in wanted.items():
        for requirement in requirements:
            library = re.split(r"[\[<>=~ ]", requirement)[0].lower()
            assert re.search(rf"^{re.escape(library)}==", locks[lock], re.M), (lock, library)
