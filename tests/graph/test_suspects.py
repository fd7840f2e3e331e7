"""Comparing only what may contradict each other finds what comparing everything finds."""

from __future__ import annotations

from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from kg.graph import Rules, merge
from kg.graph.suspects import Suspects
from kg.model import Article, Observation, Statement
from kg.resolve import resolve
from tests.support import article, entity

RULES = Rules(
    one_object=frozenset({"ownedBy"}),
    one_subject=frozenset({"owns"}),
    same_house=frozenset({"ownedBy"}),
    one_way=frozenset({"ownedBy", "owns"}),
    lasting=frozenset({"seats"}),
    vague=frozenset({"other"}),
)
NAMES = ("Acme", "Bolt", "Corvo")
place = st.integers(0, len(NAMES) - 1)
status = st.sampled_from(["asserted", "asserted", "denied", "rumoured"])
said = st.builds(
    lambda s, p, o, status: Statement(s, p, o, 0, status=status),
    place,
    st.sampled_from(["ownedBy", "owns", "knows"]),
    place,
    status,
)
figures = st.builds(
    lambda s, metric, value, period, status: Observation(s, metric, value, "n", 0, period, status=status),
    *(place, st.sampled_from(["seats", "sales", "other"]), st.sampled_from([1, 1.0, 2, "2024"])),
    *(st.sampled_from(["", "2024"]), status),
)


def one(number: int, statements: list[Statement], measured: list[Observation]) -> Article:
    found = article(f"a{number}", *(entity("Company", name) for name in NAMES), measured=measured, date="2024-05-01")
    return Article(
        found.document, found.sentences, found.mentions, found.entities, tuple(statements), found.observations
    )


@given(st.lists(st.tuples(st.lists(said, max_size=4), st.lists(figures, max_size=3)), min_size=1, max_size=4))
def test_nothing_is_missed(parts: list[tuple[list[Statement], list[Observation]]]) -> None:
    articles = [one(number, *part) for number, part in enumerate(parts)]
    resolution = resolve(articles)
    found = merge(articles, resolution, RULES).conflicts
    with mock.patch.multiple(Suspects, doubts=lambda *_: True, doubts_figure=lambda *_: True):
        assert merge(articles, resolution, RULES).conflicts == found


def test_what_is_not_contested_is_not_compared() -> None:
    suspects = Suspects(RULES)
    alone = one(0, [Statement(0, "ownedBy", 1, 0)], [Observation(0, "seats", 5, "n", 0)])
    graph = merge([alone], resolve([alone]), RULES)
    suspects.hear(graph, alone)
    assert not suspects._several
    assert not suspects._denied
