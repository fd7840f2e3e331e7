"""Hostile and odd input, end to end: a clear message, the other articles still built, the former output intact."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from kg import pipeline
from kg.config import Settings
from kg.model import Article, Document, LocalEntity, Mention, Observation, Statement
from kg.pipeline import build
from tests.cli.conftest import Done, Kg
from tests.support import examples, gold_annotator, sentences

NAMES = (
    "<script>alert('x')</script>",
    "</title><img src=x onerror=alert(1)>",
    'Quote " Motors \\" AG',
    '" . } ; DROP ALL ; INSERT DATA { <a> <b> "c',
    "' UNION { ?s ?p ?o } #",
    "javascript:alert(1)",
    "../../etc/passwd",
    "Bidi \u202egnitekraM\u202c Motors",
    "Zero\u200bWidth Motors",
    "&amp; &lt;b&gt; Motors",
    "<https://example.org/> <b> <c> .",
    "%2e%2e%2f Motors",
    "名前 汽车 🚗 Motors",
    "]]> --> */ `${1}` Motors",
)


def hostile() -> Callable[[Iterable[Document]], Iterator[Article]]:
    """Takes each of the hostile names for a company that makes the next one, beside what the annotation knows."""

    def annotate(documents: Iterable[Document]) -> Iterator[Article]:
        for document in documents:
            if not document.id.startswith("hostile"):
                yield from gold_annotator()()([document])
                continue
            found = [(document.text.find(name), name) for name in NAMES if name in document.text]
            places = [(begin, name) for begin, name in found if begin >= 0]
            yield replace(
                Article(document, sentences(document.text)),
                mentions=tuple(Mention(b, b + len(name), name, n) for n, (b, name) in enumerate(places)),
                entities=tuple(LocalEntity(("Company",), name, (name,)) for _, name in places),
                statements=tuple(Statement(n, "partnersWith", n + 1, 0) for n in range(len(places) - 1)),
                observations=tuple(
                    Observation(n, "revenue", 1e308, "EUR", 0, qualifier=name) for n, (_, name) in enumerate(places)
                ),
            )

    return annotate


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One good article, and everything that can be wrong with a file."""
    folder = tmp_path / "articles"
    folder.mkdir()
    good = next(gold for gold in examples() if gold.id == "bmag-may")
    (folder / "bmag-may.txt").write_text(good.text, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_bytes(b" \n\t\r\n")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 64)
    (folder / "nul.txt").write_bytes(b"Brontide\0Motors sold cars.\n" * 50)
    (folder / "dangling.txt").symlink_to("nowhere.txt")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    (folder / "line.txt").write_bytes(b"word " * 4_000_000)
    return folder


@pytest.fixture
def built(kg: Kg, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Done, Path]:
    monkeypatch.setattr(pipeline, "_factory", lambda settings, ontology: hostile)
    output = tmp_path / "output"
    return kg("build", folder, "-o", output, "--no-lexicon"), output


def test_what_cannot_be_read_is_named_with_its_reason_and_the_rest_is_built(built: tuple[Done, Path]) -> None:
    done, output = built
    assert done.code == 3
    assert "Traceback" not in done.err
    report = json.loads((output / "report.json").read_text(encoding="utf-8"))
    failed = {row["source"]: row["reason"] for row in report["failed"]}
    assert {"empty.txt", "blank.txt", "binary.txt", "line.txt"} <= failed.keys()
    assert all(failed.values())
    assert "bmag-may" in [row["id"] for row in report["articles"]]
    listed = (
        failed.keys() | {row["source"] for row in report["ignored"]} | {row["source"] for row in report["articles"]}
    )
    assert {path.name for path in (output.parent / "articles").iterdir()} - {"loop"} <= listed
    for source, reason in failed.items():
        assert f"left out {source}: {reason}" in done.err


def test_a_failing_build_leaves_the_former_output(kg: Kg, folder: Path, built: tuple[Done, Path]) -> None:
    _, output = built
    before = {path.name: path.read_bytes() for path in output.iterdir() if path.is_file()}
    (folder / "bmag-may.txt").unlink()
    (folder / "nul.txt").unlink()
    assert kg("build", folder, "-o", output, "--no-lexicon").code == 1
    assert kg("build", folder / "nowhere", "-o", output).code == 2
    assert {path.name: path.read_bytes() for path in output.iterdir() if path.is_file()} == before


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of an article full of hostile names, in a file with a hostile name."""
    folder, output = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("built") / "output"
    text = "Hostile names & co <b>\n\n" + "\n".join(f"{name} sold cars in May." for name in NAMES)
    (folder / "hostile '\"<i>&.txt").write_text(text, encoding="utf-8")
    built = build([folder], Settings(output=output, no_lexicon=True), factory=hostile)
    assert built.report["failed"] == []
    return output


def labels(graph: rdflib.Graph) -> set[str]:
    return {str(label) for label in graph.objects(None, rdflib.RDFS.label)}


def test_hostile_names_come_out_of_every_file_as_they_went_in(named: Path) -> None:
    import networkx

    report = json.loads((named / "report.json").read_text(encoding="utf-8"))
    assert report["counts"]["entities"] == len(NAMES)
    for file in ("graph.ttl", "graph.jsonld"):
        assert set(NAMES) <= labels(rdflib.Graph().parse(named / file)), file
    quads = list(pyoxigraph.parse(path=str(named / "graph.trig")))
    assert set(NAMES) <= {q.object.value for q in quads if isinstance(q.object, pyoxigraph.Literal)}
    network = networkx.read_graphml(named / "graph.graphml")
    assert len([node for node, data in network.nodes(data=True) if data]) >= len(NAMES)


def test_hostile_names_are_text_on_the_page(named: Path) -> None:
    page = (named / "graph.html").read_text(encoding="utf-8")
    for name in NAMES[:2]:
        assert name not in page
    assert "onerror=alert" not in page.replace("\\u003cimg src=x onerror=alert", "").replace("\\u003Cimg", "")


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_can_be_asked_for_and_do_nothing_else(kg: Kg, named: Path, name: str) -> None:
    before = (named / "graph.trig").read_bytes()
    query = "SELECT ?label { VALUES ?text { UNDEF } ?entity rdfs:label ?label FILTER(STR(?label) = STR(?text)) }"
    done = kg("query", query, "-o", named, "--param", f"text={name}", "--format", "json")
    if name.startswith("<") and name.endswith(">"):  # meant as an IRI, which it is not
        assert (done.code, done.out) == (2, "")
    else:
        assert [row["label"]["value"] for row in json.loads(done.out)["results"]["bindings"]] == [name]
    assert (named / "graph.trig").read_bytes() == before


def test_addresses_stay_inside_the_data(named: Path) -> None:
    graph = rdflib.Graph().parse(named / "graph.ttl")
    for entity in graph.subjects(rdflib.RDFS.label):
        assert str(entity).startswith("https://example.org/kg/")
        assert ".." not in str(entity)


@pytest.mark.unprivileged
def test_what_may_not_be_read_or_written_is_named(kg: Kg, folder: Path, tmp_path: Path) -> None:
    (folder / "bmag-may.txt").chmod(0)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    done = kg("build", folder, "-o", tmp_path / "output", "--no-lexicon")
    assert "left out bmag-may.txt" in done.err
    (folder / "bmag-may.txt").chmod(0o600)
    done = kg("build", folder, "-o", closed / "output", "--no-lexicon")
    assert (done.code, "cannot write" in done.err) == (1, True)


def test_no_name_leads_out_of_the_output_folder(kg: Kg, tmp_path: Path) -> None:
    """Records may call themselves what they like, and files too; what is written lies in the output folder."""
    names = ["../../evil", "/etc/evil", "..", ".", "a\nb", "a\0b", "x" * 5000, "C:\\evil", "~root", "%2e%2e%2fevil", ""]
    folder, output = tmp_path / "deep" / "in", tmp_path / "deep" / "output"
    folder.mkdir(parents=True)
    rows = [{"id": name, "text": f"Brontide Motors sold {n} cars.", "title": name} for n, name in enumerate(names)]
    (folder / "wire.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    for name in ("a\nb.txt", "~..evil.txt", "$(evil).txt", "a;evil.txt", "-rf.txt"):
        (folder / name).write_text("Brontide Motors sold cars.", encoding="utf-8")
    done = kg("build", folder, "-o", output, "--no-lexicon")
    assert done.code == 0, done.err
    report = json.loads((output / "report.json").read_text(encoding="utf-8"))
    assert len({row["id"] for row in report["articles"]}) == len(names) + 5
    assert {path.name for path in tmp_path.iterdir()} == {"deep"}
    assert {path.name for path in output.parent.iterdir()} == {"in", "output"}
    for path in output.rglob("*"):
        assert path.resolve().is_relative_to(output.resolve())


def test_an_output_inside_the_input_is_not_read(kg: Kg, texts: Path, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    for path in texts.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    first = kg("build", folder, "-o", folder / "output", "--no-lexicon")
    before = (folder / "output" / "graph.ttl").read_bytes()
    second = kg("build", folder, "-o", folder / "output", "--no-lexicon")
    assert (first.code, second.code) == (0, 0)
    assert (folder / "output" / "graph.ttl").read_bytes() == before


def test_a_text_without_a_full_stop_ends_at_its_limits(kg: Kg, tmp_path: Path) -> None:
    """The whole way, with the real annotator: too long is said at once, too slow after the time limit."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "endless.txt").write_bytes(b"word " * 2_000_000)
    (folder / "slow.txt").write_bytes(b"Brontide Motors makes cars with BYD for 58.800 yuan and " * 3000)
    (folder / "short.txt").write_bytes(b"Brontide Motors makes cars and " * 50)
    limits = ("--article-seconds", "2", "--article-chars", "200000")
    done = kg("build", folder, "-o", tmp_path / "output", "--engine", "processes", "--workers", "1", *limits)
    assert done.code == 3
    assert "10,000,000 characters are more than the 200,000" in done.err
    assert "longer than 2 seconds" in done.err
    report = json.loads((tmp_path / "output" / "report.json").read_text(encoding="utf-8"))
    assert [row["id"] for row in report["articles"]] == ["short"]
