"""What was found and written of an article before: used again where it would be the same, and only there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import Graph
from kg.ontology import load_ontology
from kg.rdf import FILES, WriteReport, write
from tests.rdf.sample import sample

OF_ARTICLES = ("graph", "violations")
ONTOLOGY = load_ontology(lexicon=False)


class Kept:
    """Keeps everything by its key; counts what had to be made."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str, str], bytes] = {}
        self.made: list[tuple[str, str]] = []

    def __call__(self, id: str, kind: str, key: str, make: Callable[[], bytes], /) -> bytes:
        if (id, kind, key) not in self.rows:
            self.made.append((kind, id))
            self.rows[id, kind, key] = make()
        return self.rows[id, kind, key]

    def since(self) -> list[tuple[str, str]]:
        made, self.made = self.made, []
        return sorted(made)

    def of_articles(self) -> int:
        """How many rows of articles were made since it was last asked."""
        return sum(kind in OF_ARTICLES for kind, _ in self.since())


def put(
    graph: Graph, folder: Path, kept: Kept, base: str = "https://example.org/kg/", version: str = "1"
) -> WriteReport:
    folder.mkdir(exist_ok=True)
    return write(graph, ONTOLOGY, folder, base_iri=base, version=version, keep=kept)


def test_a_second_time_nothing_is_made_and_the_bytes_are_the_same(tmp_path: Path) -> None:
    kept = Kept()
    first = put(sample(), tmp_path / "a", kept)
    assert kept.of_articles() == 2 * len(sample().articles)
    again = put(sample(), tmp_path / "b", kept)
    assert kept.since() == []
    assert again == first
    for name in first.files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_another_base_or_version_makes_all_anew(tmp_path: Path) -> None:
    kept = Kept()
    put(sample(), tmp_path / "a", kept)
    for options in ({"base": "https://other.example/"}, {"version": "2"}):
        kept.since()
        put(sample(), tmp_path / "b", kept, **options)
        assert kept.of_articles() == 2 * len(sample().articles)


@pytest.mark.parametrize(("change", "kinds"), [("label", {"violations"}), ("names", set()), ("types", {"violations"})])
def test_an_entity_that_changes_is_checked_again_where_the_shapes_can_see_it(
    tmp_path: Path, change: str, kinds: set[str]
) -> None:
    kept = Kept()
    graph = sample()
    put(graph, tmp_path / "a", kept)
    kept.since()
    key = graph.keys[graph.articles[0].document.id][0]
    entity = graph.entities[key]
    values = {"label": "Other", "names": (*entity.names, "Other"), "types": ("Place",)}
    entities = {**graph.entities, key: replace(entity, **{change: values[change]})}
    put(replace(graph, entities=entities), tmp_path / "b", kept)
    assert {kind for kind, _ in kept.since()} - {"graph"} == {*kinds, "turtle", "json-ld"}
    put(replace(graph, entities=entities), tmp_path / "c", Kept())
    for name in FILES:
        assert (tmp_path / "b" / name).read_bytes() == (tmp_path / "c" / name).read_bytes()
