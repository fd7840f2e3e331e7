"""A graph that grows: a build into an existing output does only what has changed, and gives the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, Store

from kg import articles
from kg.config import Settings
from kg.engine import Annotate
from kg.model import Article, Document, LocalEntity, Mention, Observation, Statement
from kg.output import CACHE, WHOLE
from kg.pipeline import Built, build
from tests.support import sentences

SAME = ("graph.ttl", "graph.trig", "graph.jsonld", "graph.graphml", "graph.html")
MAKERS = ("Acme", "Acme Motor", "Bolt", "Bolt Cars", "Corvo")
SPOKEN = [f"{left} buys {right}." for left in MAKERS for right in MAKERS if left != right]
COUNTED = [f"{name} builds {value} cars." for name in MAKERS[:3] for value in (10, 20, -5)]


def reader(log: Path, documents: Iterable[Document]) -> Iterator[Article]:
    """Finds the makers, who buys whom and who builds how many, and writes down what it was given to read."""
    for document in documents:
        with log.open("a") as file:
            file.write(f"{document.id}\n")
        found = sentences(document.text)
        names = sorted({name for name in MAKERS for s in found if document.text.startswith(name + " ", s.begin)})
        entities = tuple(LocalEntity(("Company",), name, (name,)) for name in names)
        mentions, statements, observations = [], [], []
        for number, sentence in enumerate(found):
            said = document.text[sentence.begin : sentence.end].rstrip(".")
            subject = max((n for n in names if said.startswith(n + " ")), key=len, default="")
            if not subject:
                continue
            who = names.index(subject)
            mentions.append(Mention(sentence.begin, sentence.begin + len(subject), subject, who))
            verb, what = said[len(subject) + 1 :].split(" ", 1)
            if verb == "buys" and what in names:
                statements.append(Statement(who, "subsidiaryOf", names.index(what), number, confidence=0.7))
            elif verb == "builds":
                value = int(what.split()[0])
                observations.append(Observation(who, "production", value, "vehicle", number, period="2024"))
        yield Article(document, found, tuple(mentions), entities, tuple(statements), tuple(observations))


def make(texts: Path, output: Path, log: Path, **options: object) -> Built:
    factory: Callable[[], Annotate] = partial(partial, reader, log)
    return build([texts], Settings(output=output, no_lexicon=True, **options), factory=factory)  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in SAME}


def rows(output: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(output / CACHE)
    try:
        return [
            row for table in ("articles", "derived") for row in sorted(connection.execute(f"SELECT * FROM {table}"))
        ]
    finally:
        connection.close()


def stored(output: Path) -> tuple[set[Quad], set[object]]:
    """What lies in the store: the quads, and the names of the graphs."""
    store = Store.read_only(str(output / "store"))
    return set(store), set(store.named_graphs())


def read(log: Path) -> list[str]:
    """What was read since the last call."""
    names = log.read_text().split() if log.exists() else []
    log.unlink(missing_ok=True)
    return sorted(names)


NAMES = ("a", "b", "c", "d")
bodies = st.lists(st.sampled_from(SPOKEN + COUNTED), min_size=1, max_size=4).map("\n".join)
changes = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), bodies),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("remove"), st.sampled_from(NAMES), st.just("")),
)


def apply(texts: Path, change: tuple[str, str, str]) -> None:
    what, name, other = change
    path = texts / f"{name}.txt"
    if what == "write":
        path.write_text(other)
    elif what == "remove":
        path.unlink(missing_ok=True)
    elif path.exists():
        path.rename(texts / f"{other}.txt")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(changes, max_size=3), min_size=2, max_size=4))
def test_any_changes_give_the_bytes_of_a_build_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[str, str, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("living")
    texts, log = folder / "texts", folder / "log"
    texts.mkdir()
    (texts / "always.txt").write_text("Acme Motor buys Corvo.\n")
    before: set[str] = set()
    for number, step in enumerate(steps):
        for change in step:
            apply(texts, change)
        grown = make(texts, folder / "output", log)
        now = {path.read_text() for path in texts.iterdir()}
        assert {(texts / f"{name}.txt").read_text() for name in read(log)} == now - before
        fresh = make(texts, folder / f"fresh-{number}", log)
        assert contents(grown.folder) == contents(fresh.folder)
        assert rows(grown.folder) == rows(fresh.folder)
        assert stored(grown.folder) == stored(fresh.folder)
        read(log)
        before = now


def write(texts: Path, **articles: str) -> Path:
    texts.mkdir(exist_ok=True)
    for name, text in articles.items():
        (texts / f"{name}.txt").write_text(text + "\n")
    return texts


def test_only_what_changed_is_read(tmp_path: Path) -> None:
    log = tmp_path / "log"
    texts = write(tmp_path / "texts", a="Acme buys Bolt.", b="Bolt buys Corvo.", c="Corvo builds 10 cars.")
    first = make(texts, tmp_path / "output", log)
    assert first.report["cache"] == {"reused": 0, "read": 3, "trouble": ""}
    assert read(log) == ["a", "b", "c"]
    write(texts, b="Bolt buys Acme.", d="Acme builds 10 cars.")
    (texts / "c.txt").rename(texts / "e.txt")
    again = make(texts, tmp_path / "output", log)
    assert read(log) == ["b", "d"]
    assert again.report["cache"] == {"reused": 2, "read": 2, "trouble": ""}
    assert [row["id"] for row in again.report["articles"]] == ["a", "b", "d", "e"]


def test_the_cache_serves_every_engine(tmp_path: Path) -> None:
    log = tmp_path / "log"
    texts = write(tmp_path / "texts", a="Acme buys Bolt.", b="Bolt buys Corvo.")
    first = make(texts, tmp_path / "output", log, engine="processes", workers=2)
    wanted = contents(first.folder)
    read(log)
    make(texts, tmp_path / "output", log)
    assert read(log) == []
    assert contents(first.folder) == wanted


@pytest.mark.parametrize("spoil", ["cut", "foreign", "flipped", "folder", "empty"])
def test_a_spoiled_cache_is_reported_and_made_anew(tmp_path: Path, spoil: str) -> None:
    log = tmp_path / "log"
    texts = write(tmp_path / "texts", **{f"a{n}": f"Acme builds {n} cars." for n in range(10, 60)})
    output = make(texts, tmp_path / "output", log).folder
    wanted, kept = contents(output), rows(output)
    content = bytearray((output / CACHE).read_bytes())
    if spoil == "cut":
        (output / CACHE).write_bytes(content[: len(content) // 2])
    elif spoil == "flipped":
        for place in range(5000, len(content), 97):
            content[place] ^= 0x55
        (output / CACHE).write_bytes(content)
    elif spoil == "folder":
        (output / CACHE).unlink()
        (output / CACHE).mkdir()
    else:
        (output / CACHE).write_bytes(b"my own notes" if spoil == "foreign" else b"")
    read(log)
    again = make(texts, output, log)
    assert again.report["cache"]["trouble"]
    assert again.report["cache"]["read"] == len(read(log)) > 0
    assert (contents(output), rows(output)) == (wanted, kept)
    assert make(texts, output, log).report["cache"] == {"reused": 50, "read": 0, "trouble": ""}


def test_the_real_pipeline_grows_to_the_same_bytes(tmp_path: Path) -> None:
    texts = write(
        tmp_path / "texts",
        a="Norvik Motors unveiled the Norvik Tern on Monday. The electric car costs 31,900 euros.",
        b="Norvik Motors has hired Lena Brandt as chief executive. She joined from Halden AG.",
    )
    options = Settings(output=tmp_path / "output")
    build([texts], options)
    write(texts, b="Norvik Motors has dismissed Lena Brandt.", c="Halden AG supplies Norvik Motors with batteries.")
    (texts / "a.txt").rename(texts / "z.txt")
    grown = build([texts], options)
    assert grown.report["cache"] == {"reused": 1, "read": 2, "trouble": ""}
    fresh = build([texts], Settings(output=tmp_path / "fresh"))
    assert grown.report["counts"]["mentions"] > 5
    assert contents(grown.folder) == contents(fresh.folder)


def test_very_many_articles_are_gone_through_on_disk_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = write(tmp_path / "texts", **{f"a{n}": "\n".join((SPOKEN + COUNTED)[n : n + 4]) for n in range(18)})
    few = make(texts, tmp_path / "few", tmp_path / "log")
    monkeypatch.setattr(articles, "IN_MEMORY", 1)
    many = make(texts, tmp_path / "many", tmp_path / "log")
    assert contents(few.folder) == contents(many.folder)
    assert few.report["counts"] == many.report["counts"]
    assert few.report["counts"]["conflicts"] > 0
    (texts / "a3.txt").unlink()
    assert make(texts, many.folder, tmp_path / "log").report["cache"]["reused"] == 17


def test_files_that_are_read_as_a_whole_are_not_made_of_very_many_articles(tmp_path: Path) -> None:
    texts = write(tmp_path / "texts", a="Acme buys Bolt.", b="Bolt buys Corvo.", c="Corvo builds 10 cars.")
    output, log = tmp_path / "output", tmp_path / "log"
    before = make(texts, output, log, whole_articles=3)
    assert before.report["omitted"] == []
    wanted = {name: (output / name).read_bytes() for name in ("graph.ttl", "graph.trig")}
    after = make(texts, output, log, whole_articles=2)
    assert not {path.name for path in output.iterdir()} & {*WHOLE}
    assert {name: (output / name).read_bytes() for name in wanted} == wanted
    assert [row["file"] for row in after.report["omitted"]] == list(WHOLE)
    assert "more than 2 articles" in after.report["omitted"][0]["reason"]
    assert not {*WHOLE} & {*after.report["files"]}
