"""Articles that lie on disk, as a sequence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg import articles
from kg.articles import Stored
from kg.model import Article
from tests.support import article

FOUND = {name: article(name) for name in ("a", "b", "c", "d")}


@pytest.mark.parametrize(("most", "times"), [(10, 1), (2, 3)])
def test_few_are_kept_and_many_are_read_each_time(monkeypatch: pytest.MonkeyPatch, most: int, times: int) -> None:
    rounds = []

    def every() -> Iterator[Article]:
        rounds.append(1)
        return iter(FOUND.values())

    monkeypatch.setattr(articles, "IN_MEMORY", most)
    stored = Stored(tuple(FOUND), every, FOUND.__getitem__)
    for _ in range(3):
        assert list(stored) == list(FOUND.values())
    assert len(rounds) == times


def test_it_is_a_sequence() -> None:
    stored = Stored(tuple(FOUND), lambda: iter(FOUND.values()), FOUND.__getitem__)
    assert len(stored) == 4
    assert stored[1] == FOUND["b"]
    assert stored[-1] == FOUND["d"]
    assert list(stored[1:3]) == [FOUND["b"], FOUND["c"]]
    assert not Stored((), lambda: iter(()), FOUND.__getitem__)
