"""What the front page says of a store that answers slowly."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from kg.errors import Timeout
from kg.ontology import Ontology, load_ontology
from kg.rdf.vocabulary import KG
from kg.serve.pages import home


class Slow:
    """A site whose store has no time for the first question about classes and for none about statements."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.source = None
        self.options = SimpleNamespace(limits=SimpleNamespace(timeout=1.0))
        self.asked: list[str] = []
        self._known: dict[str, Any] = {}

    def kept(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self._known:
            self._known[name] = make()
        return self._known[name]

    def ask(self, _source: object, name: str, _seconds: float) -> list[dict[str, str]]:
        self.asked.append(name)
        if self.asked == ["classes"]:
            raise Timeout("too slow")
        return [{"class": KG + "Company", "number": "7"}] if name == "classes" else [{"title": "One"}] * 10


def test_what_took_too_long_is_left_out_and_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Slow(load_ontology(lexicon=False))

    def foremost(_here: object, _seconds: float) -> list[str]:
        raise Timeout("too slow")

    monkeypatch.setattr(home, "ask", site.ask)
    monkeypatch.setattr(home, "foremost", foremost)
    first, second, third = (home.overview(site) for _ in range(3))  # type: ignore[arg-type]
    assert first.classes == ()
    assert len(first.newest) == 10
    assert second.classes == third.classes == (("Company", 7),)
    assert second.connected == ()
    assert site.asked == ["classes", "newest", "classes"]
