from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kg.graph import Rules, load_rules, merge
from kg.model import Article, Conflict, Observation, Statement, Status
from kg.ontology import load_ontology
from kg.resolve import resolve
from tests.support import article, entity, example_articles

ONTOLOGY = load_ontology(lexicon=False)
RULES = load_rules(ONTOLOGY.cues)


def conflicts(*articles: Article, rules: Rules = RULES) -> tuple[Conflict, ...]:
    return merge(articles, resolve(articles), rules).conflicts


def measured(
    metric: str, value: float | str, unit: str, period: str = "", qualifier: str = "", sentence: int = 0
) -> Observation:
    return Observation(0, metric, value, unit, sentence, period, qualifier)


def car(name: str, *figures: Observation, date: str = "") -> Article:
    return article(name, entity("Model", "Kestrel"), measured=figures, date=date)


def test_the_rules_name_terms_of_the_ontology() -> None:
    relations = {*RULES.one_object, *RULES.one_subject, *RULES.same_house, *RULES.one_way}
    assert relations <= ONTOLOGY.relations.keys()
    assert RULES.lasting | RULES.vague <= ONTOLOGY.metrics.keys()
    assert relations
    assert RULES.lasting


def test_other_values_for_one_period_disagree_and_the_reason_says_how() -> None:
    found = conflicts(
        car("a", measured("deliveries", 4120, "vehicle", "2024-05")),
        car("b", measured("deliveries", 3870, "vehicle", "2024-05")),
    )
    assert [(c.subject, c.about, len(c.claims)) for c in found] == [("model/kestrel", "deliveries", 2)]
    assert found[0].reason == "deliveries is given as 3870 vehicle and 4120 vehicle (for 2024-05)"


def test_rounding_other_periods_other_units_and_other_conditions_are_no_conflict() -> None:
    base = car("a", measured("deliveries", 4120, "vehicle", "2024-05"))
    for other in (
        measured("deliveries", 4100, "vehicle", "2024-05"),
        measured("deliveries", 3000, "vehicle", "2024-04"),
        measured("deliveries", 3000, "other", "2024-05"),
        measured("sales", 3000, "vehicle", "2024-05"),
        measured("deliveries", 3000, "vehicle", "2024-05", "abroad"),
        replace(measured("deliveries", 3000, "vehicle", "2024-05"), status="rumoured"),
    ):
        assert conflicts(base, car("b", other)) == ()


def test_one_sentence_lists_and_two_disagree() -> None:
    first = measured("deliveries", 4120, "vehicle", "2024-05")
    assert conflicts(car("a", first, measured("deliveries", 3870, "vehicle", "2024-05"))) == ()
    assert len(conflicts(car("a", first, measured("deliveries", 3870, "vehicle", "2024-05", sentence=1)))) == 1


def test_figures_of_no_known_metric_are_not_compared() -> None:
    assert conflicts(car("a", measured("other", 1, "km", "2024")), car("b", measured("other", 9, "km", "2024"))) == ()


def test_the_ends_of_a_range_are_no_conflict() -> None:
    ends = (measured("price", 30000, "EUR", "2024", "min"), measured("price", 40000, "EUR", "2024", "max"))
    assert conflicts(car("a", *ends)) == ()


def test_prices_of_unnamed_trims_in_one_article_are_no_conflict() -> None:
    trims = [measured("length", value, "mm") for value in (4600, 4800)]
    assert conflicts(car("a", *trims)) == ()
    assert conflicts(car("a", *trims), car("b", measured("length", 5100, "mm"))) == ()


def test_lasting_figures_are_compared_over_articles_and_passing_ones_only_of_one_day() -> None:
    long, short = measured("length", 4800, "mm"), measured("length", 4600, "mm")
    assert len(conflicts(car("a", long, date="2021-01-01"), car("b", short, date="2024-01-01"))) == 1
    dear, cheap = measured("price", 40000, "EUR"), measured("price", 30000, "EUR")
    assert conflicts(car("a", dear, date="2021-01-01"), car("b", cheap, date="2024-01-01")) == ()
    assert conflicts(car("a", dear), car("b", cheap)) == ()
    assert len(conflicts(car("a", dear, date="2024-01-01"), car("b", cheap, date="2024-01-01"))) == 1


def test_dates_disagree_beyond_their_precision_only() -> None:
    launch = measured("launchDate", "2024-03-04", "date")
    assert conflicts(car("a", launch), car("b", measured("launchDate", "2024-03", "date"))) == ()
    assert len(conflicts(car("a", launch), car("b", measured("launchDate", "2024-04", "date")))) == 1


def firm(name: str, predicate: str, *others: str) -> Article:
    """An article that says the relation of Tarnwater to others."""
    ends = [entity("Company", "Tarnwater"), *(entity("Company", other) for other in others)]
    return article(name, *ends, said=[(0, predicate, n) for n in range(1, len(ends))])


def test_two_parents_in_two_articles_disagree() -> None:
    found = conflicts(firm("a", "subsidiaryOf", "Oldmoor"), firm("b", "subsidiaryOf", "Fenwick"))
    assert [(c.subject, c.about) for c in found] == [("company/tarnwater", "subsidiaryOf")]
    assert "Fenwick" in found[0].reason
    assert "Oldmoor" in found[0].reason


def test_a_joint_venture_and_a_parent_s_parent_are_no_conflict() -> None:
    assert conflicts(firm("a", "subsidiaryOf", "Oldmoor", "Fenwick")) == ()
    above = article("c", entity("Company", "Oldmoor"), entity("Company", "Fenwick"), said=[(0, "subsidiaryOf", 1)])
    assert conflicts(firm("a", "subsidiaryOf", "Oldmoor"), firm("b", "subsidiaryOf", "Fenwick"), above) == ()


def test_two_owners_of_a_brand_disagree() -> None:
    def owner(name: str, who: str) -> Article:
        return article(name, entity("Company", who), entity("Brand", "Haldane"), said=[(0, "ownsBrand", 1)])

    assert [c.subject for c in conflicts(owner("a", "Oldmoor"), owner("b", "Fenwick"))] == ["brand/haldane"]


def test_a_relation_in_both_directions_disagrees_where_it_has_one() -> None:
    ends = (entity("Company", "Oldmoor"), entity("Company", "Fenwick"))
    both = [(0, "subsidiaryOf", 1), (1, "subsidiaryOf", 0)]
    assert len(conflicts(article("a", *ends, said=both))) == 1
    assert conflicts(article("a", *ends, said=[(0, "competesWith", 1), (1, "competesWith", 0)])) == ()


def test_what_one_article_says_and_another_denies_disagrees() -> None:
    denied = firm("b", "supplies", "Oldmoor")
    denied = replace(denied, statements=(Statement(0, "supplies", 1, 0, status="denied"),))
    found = conflicts(firm("a", "supplies", "Oldmoor"), denied)
    assert [(c.about, {claim.document for claim in c.claims}) for c in found] == [("supplies", {"a", "b"})]


def test_another_role_may_be_denied() -> None:
    def position(name: str, role: str, status: Status) -> Article:
        ends = (entity("Person", "Ilse Marwitz"), entity("Company", "Brontide"))
        said = Statement(0, "worksFor", 1, 0, role, status)
        return replace(article(name, *ends), statements=(said,))

    chief = position("a", "chief executive", "asserted")
    assert conflicts(chief, position("b", "chair", "denied")) == ()
    assert len(conflicts(chief, position("b", "Chief Executive", "denied"))) == 1
    assert len(conflicts(chief, position("b", "", "denied"))) == 1


def test_the_examples_disagree_on_deliveries_and_on_a_parent() -> None:
    articles = example_articles()
    from kg.resolve import load_rules as names

    found = merge(articles, resolve(articles, names(ONTOLOGY.cues)), RULES).conflicts
    assert [(c.subject.split("/")[1], c.about) for c in found] == [
        ("brontide-motors-ag", "deliveries"),
        ("tarnwater-energy", "subsidiaryOf"),
    ]


FIGURES = st.builds(
    measured,
    st.sampled_from(["price", "length", "deliveries"]),
    st.sampled_from([1, 2, 2.01, 3]),
    st.just("EUR"),
    st.sampled_from(["", "2024"]),
    st.sampled_from(["", "min"]),
)
CARS = st.lists(st.tuples(st.lists(FIGURES, max_size=4), st.sampled_from(["", "2024-01-01"])), max_size=5).map(
    lambda rows: [car(f"d{n}", *figures, date=date) for n, (figures, date) in enumerate(rows)]
)


@given(CARS, st.randoms(use_true_random=False))
def test_conflicts_do_not_depend_on_the_order(articles: Sequence[Article], chance: random.Random) -> None:
    shuffled = list(articles)
    chance.shuffle(shuffled)
    assert conflicts(*articles) == conflicts(*shuffled)
    for conflict in conflicts(*articles):
        assert len(conflict.claims) >= 2
        assert list(conflict.claims) == sorted(set(conflict.claims), key=lambda c: (c.document, c.kind, c.index))
