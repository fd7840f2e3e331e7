"""Which entities a part of the graph is made of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.pipeline import Built
from kg.region import around, most_connected
from kg.store import Source, open_source


@pytest.fixture
def source(built: Built) -> Iterator[Source]:
    with open_source(built.folder) as opened:
        yield opened


def related(source: Source, iri: str) -> set[str]:
    """By another way: what stands beside the entity in plain triples."""
    from kg.ontology import load_ontology

    ways = "|".join(f"kg:{name}|^kg:{name}" for name in load_ontology(lexicon=False).relations)
    from kg.store import select

    return {row["x"] for row in select(source, f"SELECT ?x {{ <{iri}> ({ways}) ?x }}").dicts()} - {iri}


def test_one_step_is_what_is_related(source: Source) -> None:
    centre = source.base + "company/brontide-motors-ag"
    found = around(source, [centre], 1, 100)
    assert found[0] == centre
    assert len(set(found)) == len(found) > 3
    assert set(found[1:]) == related(source, centre)


def test_more_steps_add_what_is_farther(source: Source) -> None:
    centre = source.base + "company/brontide-motors-ag"
    near, far = around(source, [centre], 1, 100), around(source, [centre], 2, 100)
    assert far[: len(near)] == near
    assert set(far) == {*near, *(iri for one in near for iri in related(source, one))}


def test_no_more_than_asked_for_the_nearest_first(source: Source) -> None:
    centre = source.base + "company/brontide-motors-ag"
    all_of_it = around(source, [centre], 2, 100)
    for most in (1, 3, len(all_of_it)):
        assert around(source, [centre], 2, most) == all_of_it[:most]
    assert around(source, [centre], 0, 100) == [centre]
    assert around(source, [], 2, 100) == []


def test_the_most_connected_come_first(source: Source) -> None:
    found = most_connected(source, 4)
    assert len(found) == 4
    assert found[0] == source.base + "company/tarnwater-energy"
