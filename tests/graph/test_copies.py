"""Articles that repeat each other nearly word by word: found, linked, and one source together."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.config import Settings
from kg.graph import Copies, facts, merge
from kg.graph.copies import THRESHOLD, share, signature
from kg.model import Article, Document, Graph, Statement
from kg.resolve import resolve
from tests.read.articles import prose
from tests.support import SHARED, article, entity, gold_annotator

REPORT = (
    "Brontide Motors said on Monday that it would build a second plant near the harbour of Ostrava, where it wants to "
    "make 120,000 vans a year from 2027. The plant will cost 430 million euros and give work to 900 people. "
    "Ilse Brandt, who leads the maker's van business, said that dealers had waited for eight months on average. "
    "The town council agreed to widen two roads. Rival Norwind had opened a plant of the same kind in the spring, and "
    "has since raised its prices twice. Analysts expect that both will fight for the same drivers and suppliers. "
    "Shares of Brontide rose by three per cent. The company did not say who will deliver the cells for its batteries. "
    "It repeated that it wants to earn a margin of nine per cent in the current year, after seven in the last one."
)
OTHER = (
    "Norwind opened its plant near the harbour of Ostrava on Friday, two months later than planned. It makes vans with "
    "cells that come from Brontide, a rival of old. The plant has cost 510 million euros so far. A spokeswoman said "
    "that the paint shop still runs in one shift only, and that orders have grown faster than the firm can hire."
)


def found(*texts: str, dates: tuple[str, ...] = ()) -> dict[str, str]:
    """The copies among texts with the ids "a", "b" …"""
    heard = Copies()
    ids = [chr(97 + n) for n in range(len(texts))]
    for id, text, date in zip(ids, texts, dates or ("",) * len(texts), strict=True):
        heard.hear(Document(id, text, id, date=date))
    return heard.found(among=set(ids))


def printed(text: str) -> str:
    return f"Vans from Ostrava\n\nBy our own reporter\n\n{text}\n\nReporting by A. B.; editing by C. D."


def cut(text: str) -> str:
    """Without its last quarter, as a paper short of room prints it."""
    return " ".join(text.split()[: len(text.split()) * 3 // 4])


def edited(text: str) -> str:
    """Every fortieth word is another one."""
    return " ".join("meanwhile" if n % 40 == 17 else word for n, word in enumerate(text.split()))


@pytest.mark.parametrize("change", [str, printed, cut, edited, str.upper, lambda text: text.replace(" ", "\n  ")])
def test_a_report_that_another_paper_prints_is_a_copy(change: Callable[[str], str]) -> None:
    assert found(REPORT, OTHER, change(REPORT)) == {"c": "a"}


def test_articles_on_the_same_matter_are_no_copies() -> None:
    assert found(REPORT, OTHER, prose("Norwind")) == {}


def test_texts_without_words_and_very_short_ones() -> None:
    assert found("", "…", " ", "") == {}
    assert found("Vans", "Cars", "vans!") == {"c": "a"}
    assert found("比亚迪在深圳建厂,年产三十万辆汽车。", "比亚迪在深圳建厂,年产三十万辆汽车!", "长城汽车发布新车") == {
        "b": "a"
    }


def test_the_earliest_is_the_original_and_one_without_a_date_never_is() -> None:
    assert found(REPORT, REPORT, REPORT, dates=("", "2024-05-02", "2024-05-01")) == {"a": "c", "b": "c"}
    assert found(REPORT, REPORT, dates=("2024-05-01", "2024-05-01")) == {"b": "a"}


def test_what_is_alike_by_way_of_a_third_has_one_original() -> None:
    words = REPORT.split()
    parts = [" ".join(words[n : n + 100]) for n in (0, 15, 30)]
    assert share(parts[0], parts[2]) < THRESHOLD < share(parts[0], parts[1])
    assert found(*parts) == {"b": "a", "c": "a"}


def test_only_articles_that_are_in_the_graph_count() -> None:
    heard = Copies()
    for id in "abc":
        heard.hear(Document(id, REPORT, id))
    assert heard.found(among={"b", "c"}) == {"c": "b"}
    assert heard.found(among=set()) == {}


def test_thousands_of_one_template_take_no_square_of_time() -> None:
    """Each differs from the others in one number, and a thousand more are the same."""
    heard = Copies()
    for n in range(1_000):
        heard.hear(Document(f"d{n:04}", f"{OTHER} Number {n}.", "x"))
    for n in range(1_000):
        heard.hear(Document(f"e{n:04}", REPORT, "x"))
    copies = heard.found(among={f"{kind}{n:04}" for kind in "de" for n in range(1_000)})
    assert {copies[f"e{n:04}"] for n in range(1, 1_000)} == {"e0000"}
    assert {copies[f"d{n:04}"] for n in range(1, 1_000)} == {"d0000"}


@settings(deadline=None, max_examples=30)
@given(order=st.permutations(range(5)))
def test_the_order_of_the_articles_does_not_matter(order: list[int]) -> None:
    texts = [REPORT, printed(REPORT), OTHER, edited(OTHER), cut(REPORT)]
    heard = Copies()
    for n in order:
        heard.hear(Document(f"d{n}", texts[n], "x"))
    assert heard.found(among={f"d{n}" for n in order}) == {"d1": "d0", "d3": "d2", "d4": "d0"}


def said(name: str) -> Article:
    """An article that says with a confidence of a half that Brontide makes the Van."""
    made = article(name, entity("Company", "Brontide"), entity("Model", "Van"))
    statement = Statement(0, "makes", 1, 0, confidence=0.5)
    return Article(made.document, made.sentences, made.mentions, made.entities, (statement,))


def graph(copies: dict[str, str]) -> Graph:
    articles = [said("a"), said("b"), said("c")]
    return merge(articles, resolve(articles), copies=copies)


def test_copies_do_not_make_a_fact_surer() -> None:
    (alone,) = facts(graph({}))
    (copied,) = facts(graph({"b": "a"}))
    (copies,) = facts(graph({"b": "a", "c": "a"}))
    assert [alone.confidence, copied.confidence, copies.confidence] == [0.875, 0.75, 0.5]
    assert copies.documents == ("a", "b", "c")


def test_a_build_links_copies_and_counts_their_sources(tmp_path: Path, texts: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for path in texts.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    original = (folder / "bmag-may.txt").read_text(encoding="utf-8")
    (folder / "copy.txt").write_text(original + "\n\nReporting by A. B.\n", encoding="utf-8")
    built = pipeline.build([folder], Settings(output=tmp_path / "output", no_lexicon=True), factory=gold_annotator())
    assert built.report["copies"] == [{"article": "copy", "of": "bmag-may"}]
    assert built.report["counts"]["copies"] == 1
    store = pyoxigraph.Store(str(tmp_path / "output" / "store"))
    rows = store.query(
        "PREFIX kg: <https://example.org/kg/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>"
        "SELECT ?copy ?original { ?c kg:nearDuplicateOf ?o ; dcterms:identifier ?copy . "
        "?o dcterms:identifier ?original }",
        use_default_graph_as_union=True,
    )
    assert [tuple(value.value for value in row) for row in rows] == [("copy", "bmag-may")]  # type: ignore[union-attr]


def real() -> dict[str, str]:
    """The news texts beside the checkout."""
    paths = sorted((SHARED / "corpora").rglob("*.txt"))
    return {path.stem: path.read_text(encoding="utf-8", errors="replace") for path in paths}


@pytest.mark.shared
def test_no_two_real_articles_are_taken_for_copies_and_nearly_all_reprints_are() -> None:
    texts = {id: text for id, text in real().items() if len(text.split()) > 80}
    assert len(texts) > 300
    heard = Copies()
    for id, text in texts.items():
        heard.hear(Document(id, text, id))
    assert heard.found(among=texts.keys()) == {}
    chance = random.Random(1)
    for id, text in texts.items():
        sentences = re.split(r"(?<=[.!?])\s+", text)
        heard.hear(Document(f"~{id}", printed(" ".join(sentences[: max(1, len(sentences) * 9 // 10)])), id))
        words = [chance.choice(("also", "new", "now")) if chance.random() < 0.02 else word for word in text.split()]
        heard.hear(Document(f"~~{id}", " ".join(words), id))
    copies = heard.found(among={f"{mark}{id}" for mark in ("", "~", "~~") for id in texts})
    assert all(original == copy.strip("~") for copy, original in copies.items())
    assert len(copies) >= 0.99 * 2 * len(texts)


@pytest.mark.parametrize("change", [printed, cut, edited])
def test_the_signature_estimates_the_share(change: Callable[[str], str]) -> None:
    equal = (signature(REPORT) == signature(change(REPORT))).mean()
    assert abs(equal - share(REPORT, change(REPORT))) < 0.15
