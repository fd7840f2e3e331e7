"""A build as a whole, of the examples read out as annotated."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg import corrections, pipeline
from kg.config import Settings
from kg.errors import InputMissing, KgError, NothingBuilt, OutputFailed, UsageError
from kg.model import Article, Document, Statement
from kg.output import FILES
from kg.pipeline import STAGES, Built, Stage, build
from kg.stages import Work
from tests.support import examples, gold_annotator, write_texts

SAME = ("graph.ttl", "graph.trig", "graph.jsonld", "graph.graphml", "graph.html")


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in SAME}


def difference(one: Path, other: Path) -> str:
    """The first place where a file of two outputs differs, with what stands around it there; "" where none does."""
    for name in SAME:
        a, b = ((folder / name).read_bytes() for folder in (one, other))
        if a != b:
            at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            return f"{name} at {at}: {a[max(0, at - 80) : at + 80]!r} and {b[max(0, at - 80) : at + 80]!r}"
    return ""


def everything(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def make(texts: Path, output: Path, **options: object) -> Built:
    return build([texts], Settings(output=output, no_lexicon=True, **options), factory=gold_annotator())  # type: ignore[arg-type]


def test_the_stages_stand_in_the_order_of_the_flow() -> None:
    assert [stage.name for stage in STAGES] == ["read", "annotate", "resolve", "graph", "rdf", "store", "view"]


def test_a_build_leaves_every_file_that_is_promised(built: Built) -> None:
    assert {path.name for path in built.folder.iterdir()} == FILES.keys() - {"corrections.ttl", "review.json"}
    assert (built.folder / "store").is_dir()


def test_the_report_says_what_was_found(built: Built) -> None:
    report = json.loads((built.folder / "report.json").read_text(encoding="utf-8"))
    assert report == built.report
    counts = report["counts"]
    assert counts["articles"] == len(examples())
    assert counts["words"] == sum(len(gold.text.split()) for gold in examples())
    assert counts["statements"] == sum(len(gold.relations) for gold in examples())
    assert counts["observations"] == sum(len(gold.facts) for gold in examples())
    assert counts["conflicts"] == 2
    assert [row["id"] for row in report["articles"]] == sorted(gold.id for gold in examples())
    assert report["files"] == sorted(path.name for path in built.folder.iterdir())
    assert report["failed"] == report["excluded"] == []
    assert list(report["seconds"]) == [stage.name for stage in STAGES]
    assert report["versions"]["kg"]


def test_no_output_tells_where_it_was_built(built: Built, texts: Path) -> None:
    for name in (*SAME, "report.json"):
        content = (built.folder / name).read_text(encoding="utf-8")
        for path in (texts, built.folder, Path.home(), Path.cwd()):
            assert str(path) not in content, name


def test_the_same_input_gives_the_same_bytes_in_any_order_and_engine(built: Built, texts: Path, tmp_path: Path) -> None:
    files = sorted(texts.iterdir(), reverse=True)
    again = build(files, Settings(output=tmp_path / "a", no_lexicon=True), factory=gold_annotator())
    spread = make(texts, tmp_path / "b", engine="processes", workers=2)
    assert contents(again.folder) == contents(built.folder) == contents(spread.folder)


def test_another_hash_seed_gives_the_same_bytes(built: Built, texts: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kg.config import Settings; from kg.pipeline import build\n"
        "from tests.support import gold_annotator\n"
        "build([Path(sys.argv[1])], Settings(output=Path(sys.argv[2]), no_lexicon=True), factory=gold_annotator())\n"
    )
    run = [sys.executable, "-c", code, str(texts), str(tmp_path / "output")]
    subprocess.run(run, check=True, env=os.environ | {"PYTHONHASHSEED": "4242"})
    assert difference(tmp_path / "output", built.folder) == ""


def test_building_again_replaces_everything_and_keeps_what_others_laid_there(texts: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    make(texts, output)
    (output / "notes.txt").write_text("mine")
    (output / "graph.ttl").write_text("spoiled")
    (output / "store" / "stray").write_text("spoiled")
    make(texts, output)
    assert (output / "notes.txt").read_text() == "mine"
    assert "spoiled" not in (output / "graph.ttl").read_text(encoding="utf-8")
    assert not (output / "store" / "stray").exists()


def test_what_a_former_version_wrote_is_not_kept(texts: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    make(texts, output)
    (output / "graph.old").write_text("of a former version")
    report = json.loads((output / "report.json").read_text(encoding="utf-8"))
    (output / "report.json").write_text(json.dumps(report | {"files": [*report["files"], "graph.old"]}))
    make(texts, output)
    assert not (output / "graph.old").exists()


@pytest.mark.parametrize("broken", [stage.name for stage in STAGES])
@pytest.mark.parametrize("error", [KgError("broken"), OSError(28, "No space left on device"), MemoryError()])
def test_a_failing_stage_leaves_the_former_output(
    broken: str, error: Exception, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output"
    output.mkdir()
    (output / "graph.ttl").write_text("former")
    (output / "corrections.ttl").write_text("")

    def fail(work: Work) -> None:
        (work.folder / "half").write_text("half")
        raise error

    stages = tuple(Stage(s.name, s.doing, fail if s.name == broken else s.run) for s in STAGES)
    monkeypatch.setattr(pipeline, "STAGES", stages[: [s.name for s in stages].index(broken) + 1])
    with pytest.raises(type(error) if isinstance(error, KgError) else OutputFailed):
        make(texts, output)
    assert everything(output) == {"graph.ttl": b"former", "corrections.ttl": b""}
    assert [p.name for p in tmp_path.iterdir()] == ["output"]


def test_an_excluded_article_stays_out_until_it_is_taken_back(texts: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = make(texts, output)
    corrections.exclude(output, [corrections.Exclusion("haldane-course", 'A "title"', "haldane-course.txt")])
    for _ in range(2):
        without = make(texts, output)
        assert without.report["excluded"] == ["haldane-course"]
        assert "haldane-course" not in [row["id"] for row in without.report["articles"]]
        assert b"Haldane" not in (output / "graph.trig").read_bytes()
    corrections.include(output, ["haldane-course"])
    assert make(texts, output).report["counts"] == first.report["counts"]


def test_malformed_corrections_stop_the_build(texts: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    (output / "corrections.ttl").write_text("this is no Turtle")
    with pytest.raises(UsageError, match=r"corrections\.ttl"):
        make(texts, output)
    assert everything(output) == {"corrections.ttl": b"this is no Turtle"}


def test_articles_that_cannot_be_read_out_are_reported_and_the_others_built(texts: Path, tmp_path: Path) -> None:
    built = build([texts], Settings(output=tmp_path / "output", no_lexicon=True), factory=poisoned)
    (row,) = built.report["failed"]
    assert row["source"] == "bmag-may.txt"
    assert "ValueError: poisoned" in row["reason"]
    assert built.report["counts"]["articles"] == len(examples()) - 1


def test_an_article_that_is_too_long_is_left_out(texts: Path, tmp_path: Path) -> None:
    longest = max(len(gold.text) for gold in examples())
    built = make(texts, tmp_path / "output", article_chars=longest - 1)
    (row,) = built.report["failed"]
    assert f"{longest:,} characters are more than" in row["reason"]


def test_what_the_ontology_forbids_is_left_out_and_reported(texts: Path, tmp_path: Path) -> None:
    built = build([texts], Settings(output=tmp_path / "output", no_lexicon=True), factory=nonsensical)
    found = [row for row in built.report["violations"] if row["article"] == "brontide-kestrel"]
    assert any(row["left_out"] and row["message"] for row in found)
    assert not re.search(rb"place/lisbon>[^.]*makes", (built.folder / "graph.ttl").read_bytes())


def nonsensical() -> Callable[[Iterable[Document]], Iterator[Article]]:
    """Says that a city makes a person."""

    def annotate(documents: Iterable[Document]) -> Iterator[Article]:
        for article in gold_annotator()()(documents):
            if article.document.id == "brontide-kestrel":
                article = replace(article, statements=(*article.statements, Statement(2, "makes", 5, 0)))
            yield article

    return annotate


def poisoned() -> Callable[[Iterable[Document]], Iterator[Article]]:
    def annotate(documents: Iterable[Document]) -> Iterator[Article]:
        for document in documents:
            if document.id == "bmag-may":
                raise ValueError("poisoned")
            yield from gold_annotator()()([document])

    return annotate


def test_a_missing_input_and_an_empty_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match="nowhere"):
        make(tmp_path / "nowhere", tmp_path / "output")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingBuilt, match="no article"):
        make(tmp_path / "empty", tmp_path / "output")
    assert not (tmp_path / "output").exists()


def test_the_output_folder_must_be_one_that_can_be_exchanged(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputFailed, match="it is a file"):
        make(texts, tmp_path / "file")
    here = tmp_path / "here" / "deeper"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    for place in (here, here.parent, Path()):
        with pytest.raises(UsageError, match="from outside"):
            make(texts, place)


def test_a_linked_output_folder_stays_a_link(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    make(texts, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "graph.ttl").is_file()


def test_progress_is_told_by_stage(texts: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    settings = Settings(output=tmp_path / "output", no_lexicon=True)
    build([texts], settings, factory=gold_annotator(), progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(name for name, _, _ in told)) == [stage.name for stage in STAGES]
    assert ("annotate", len(examples()), len(examples())) in told


def test_the_input_may_lie_in_the_output(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write_texts(output / "articles")
    make(output / "articles", output)
    make(output / "articles", output)
    assert len(list((output / "articles").iterdir())) == len(examples())
