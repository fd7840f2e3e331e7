from __future__ import annotations

from kg.ontology import load_ontology
from kg.score.gold import GoldFact
from kg.train.figures import Number, figures, finder

TEXT = "The Kestra costs 139,800 yuan.\nThe Nib costs 139,800 yuan, or 99,800 yuan, and was shown on 14 May 2024."


def find(text: str) -> list[Number]:
    """The numbers and dates of the text above."""
    found = []
    for surface, value, unit in [
        ("139,800", 139800.0, "CNY"),
        ("99,800", 99800.0, "CNY"),
        ("14 May 2024", "2024-05-14", "date"),
    ]:
        at = -1
        while (at := text.find(surface, at + 1)) >= 0:
            if at == 0 or not text[at - 1].isdigit():
                found.append(Number(at, at + len(surface), value, unit))
    return sorted(found, key=lambda n: n.begin)


def fact(metric: str, value: float | str, unit: str, evidence: str) -> GoldFact:
    return GoldFact("x", metric, value, unit, evidence, "", "")


def stated(*facts: tuple[int, GoldFact]) -> list[tuple[str, tuple[tuple[int, str], ...]]]:
    return [(TEXT[f.begin : f.end], f.facts) for f in figures(TEXT, facts, find)]


ONE, TWO = TEXT.split("\n")


def test_a_fact_belongs_to_the_figure_of_its_sentence_and_value() -> None:
    found = stated((1, fact("price", 139800, "CNY", TWO)), (1, fact("launchDate", "2024-05-14", "date", TWO)))
    assert found == [
        ("139,800", ()), ("139,800", ((1, "price"),)), ("99,800", ()), ("14 May 2024", ((1, "launchDate"),)),
    ]  # fmt: skip


def test_values_may_be_rounded_and_signed_otherwise() -> None:
    assert stated((0, fact("growth", -139.9e3, "CNY", ONE)))[0][1] == ((0, "growth"),)
    assert stated((0, fact("price", 142e3, "CNY", ONE)))[0][1] == ()


def test_units_must_agree() -> None:
    assert stated((0, fact("length", 139800, "mm", ONE)))[0][1] == ()


def test_several_facts_may_share_a_figure() -> None:
    both = stated((0, fact("price", 139800, "CNY", ONE)), (1, fact("price", 139800, "CNY", ONE)))
    assert both[0][1] == ((0, "price"), (1, "price"))


def test_evidence_that_is_not_in_the_text_states_nothing() -> None:
    assert {
        facts for _, facts in stated((0, fact("price", 139800, "CNY", "Costs 139,800 yuan today and then some")))
    } == {()}


def test_the_finder_finds_what_the_annotator_finds() -> None:
    found = finder(load_ontology(None).cues)(TEXT)
    assert [(TEXT[n.begin : n.end], n.value, n.unit) for n in found if n.unit == "date"] == [
        ("14 May 2024", "2024-05-14", "date")
    ]
    assert [n.value for n in found if n.unit == "CNY"] == [139800, 139800, 99800]
