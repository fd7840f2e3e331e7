from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import __version__, pipeline
from tests.cli.conftest import Kg
from tests.support import examples

pytestmark = pytest.mark.usefixtures("as_annotated")


def test_a_build_ends_with_what_was_found_and_where_to_look(kg: Kg, texts: Path, tmp_path: Path) -> None:
    done = kg("build", texts, "-o", tmp_path / "output", "--no-lexicon")
    assert done.code == 0
    lines = done.out.splitlines()
    words = sum(len(gold.text.split()) for gold in examples())
    assert lines[0].startswith(f"Read {len(examples())} articles ({words:,} words) in ")
    assert "entities (" in lines[1]
    assert "2 contradictions" in lines[2]
    assert str(tmp_path / "output" / "graph.html") in done.out
    assert len(lines) <= 15
    for stage in pipeline.STAGES:
        assert any(line.startswith(f"{stage.name} ") for line in lines)
    assert done.err == ""


def test_files_that_are_not_written_are_named(kg: Kg, texts: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    done = kg("build", texts, "-o", output, "--no-lexicon", "--whole-articles", "2")
    assert done.code == 0
    assert "Not written: graph.graphml, graph.html, graph.jsonld, since there are more than 2 articles" in done.out
    assert f"Look:  kg serve -o {output}" in done.out
    assert not (output / "graph.html").exists()


def test_a_quiet_build_prints_nothing(kg: Kg, texts: Path, tmp_path: Path) -> None:
    done = kg("build", texts, "-o", tmp_path / "output", "--no-lexicon", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_settings_come_from_the_file_too(kg: Kg, texts: Path, tmp_path: Path) -> None:
    config = tmp_path / "my.toml"
    config.write_text('output = "there"\nno-lexicon = true\nbase-iri = "https://data.example/"\n')
    assert kg("build", texts, "--config", config).code == 0
    assert "https://data.example/" in (tmp_path / "there" / "graph.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere"], 2, "nowhere"),
        ([], 2, "Missing argument"),
        (["TEXTS", "--engine", "steam"], 2, "steam"),
        (["TEXTS", "--workers", "-1"], 2, "negative"),
        (["TEXTS", "--workers", "many"], 2, "valid integer"),
        (["TEXTS", "--base-iri", "nonsense"], 2, "absolute address"),
        (["TEXTS", "--ontology", "nowhere"], 2, "nowhere"),
        (["TEXTS", "--config", "none.toml"], 2, "none.toml"),
        (["TEXTS", "--colour", "red"], 2, "--colour"),
        (["TEXTS", "-o", "FILE"], 1, "it is a file"),
        (["TEXTS", "-o", "FILE/output"], 1, "cannot write"),
        (["EMPTY"], 1, "no article could be read"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    kg: Kg, texts: Path, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    places = {"TEXTS": texts, "FILE": tmp_path / "file", "EMPTY": tmp_path / "empty"}
    given = [str(places.get(a, a)).replace("FILE/", f"{tmp_path}/file/") for a in arguments]
    output = [] if "-o" in arguments else ["-o", tmp_path / "output"]
    done = kg("build", *given, *output, "--no-lexicon")
    assert done.code == code
    assert message in done.err
    assert "Traceback" not in done.err
    assert done.out == ""
    assert not (tmp_path / "output").exists()


def test_articles_that_were_left_out_are_named_and_the_exit_code_says_so(kg: Kg, tmp_path: Path, texts: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for path in texts.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    for n in range(12):
        (folder / f"empty{n:02}.txt").write_bytes(b"")
    done = kg("build", folder, "-o", tmp_path / "output", "--no-lexicon")
    assert done.code == 3
    assert "left out empty00.txt: " in done.err
    assert "and 2 more" in done.err
    report = json.loads((tmp_path / "output" / "report.json").read_text(encoding="utf-8"))
    assert [row["source"] for row in report["failed"]] == [f"empty{n:02}.txt" for n in range(12)]


def test_files_of_other_kinds_are_only_listed(kg: Kg, tmp_path: Path, texts: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "bmag-may.txt").write_bytes((texts / "bmag-may.txt").read_bytes())
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    done = kg("build", folder, "-o", tmp_path / "output", "--no-lexicon")
    assert (done.code, done.err) == (0, "")
    report = json.loads((tmp_path / "output" / "report.json").read_text(encoding="utf-8"))
    assert [row["source"] for row in report["ignored"]] == ["photo.jpg"]


def test_stopping_ends_with_130_and_leaves_nothing(
    kg: Kg, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.stages.names, "resolve", stop)
    done = kg("build", texts, "-o", tmp_path / "output", "--no-lexicon")
    assert (done.code, done.out, done.err) == (130, "", "kg: stopped\n")
    assert not (tmp_path / "output").exists()


def test_version_and_help(kg: Kg) -> None:
    assert kg("--version").out == f"kg {__version__}\n"
    assert "build" in kg("--help").out
    assert kg("nonsense").code == 2


def test_what_steers_a_terminal_is_shown_and_not_done() -> None:
    from kg.cli.console import safe

    assert safe("a\x1b[31mb\u202ec\td\n") == "a\\u001b[31mb\\u202ec\td\n"
