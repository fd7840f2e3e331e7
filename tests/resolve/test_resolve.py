from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article, LocalEntity, Merge, Resolution
from kg.ontology import load_ontology
from kg.resolve import Rules, load_rules, resolve
from tests.support import article, entity, example_articles

RULES = Rules(
    compatible=(("Company", "Brand"),), full_names=frozenset({"Person"}), owned=frozenset({"Model", "Technology"})
)


def keys(*articles: Article) -> dict[str, tuple[str, ...]]:
    return dict(resolve(articles, RULES).keys)


def test_the_ontology_gives_the_rules_that_the_tests_use() -> None:
    assert load_rules(load_ontology(lexicon=False).cues) == RULES


def test_the_same_name_and_class_is_one_thing_and_the_key_says_so() -> None:
    found = keys(article("a", entity("Company", "Brontide Motors")), article("b", entity("Company", "BRONTIDE motors")))
    assert found == {"a": ("company/brontide-motors",), "b": ("company/brontide-motors",)}


def test_company_and_brand_of_one_name_are_one_thing_of_both_classes() -> None:
    done = resolve([article("a", entity("Company", "Brontide")), article("b", entity("Brand", "Brontide"))], RULES)
    assert [e.types for e in done.entities.values()] == [("Brand", "Company")]


def test_a_stray_vote_gives_no_second_class() -> None:
    articles = [article(f"a{n}", entity("Company", "Brontide")) for n in range(9)]
    done = resolve([*articles, article("b", entity("Brand", "Brontide"))], RULES)
    assert done.entities["company/brontide"].types == ("Company",)


def test_homonyms_of_other_classes_stay_apart() -> None:
    found = keys(article("a", entity("Brand", "Haldane")), article("b", entity("Organization", "Haldane")))
    assert found == {"a": ("brand/haldane",), "b": ("organization/haldane",)}


def test_a_concept_is_one_thing_under_any_name_and_gives_the_key() -> None:
    left = article("a", entity("Brand", "Haldane", concept="brand/haldane"))
    right = article("b", entity("Brand", "Harldan", concept="brand/haldane"))
    done = resolve([left, right], RULES)
    assert dict(done.keys) == {"a": ("brand/haldane",), "b": ("brand/haldane",)}
    assert done.entities["brand/haldane"].names == ("Haldane", "Harldan")
    assert any("lexicon" in merge.reason for merge in done.entities["brand/haldane"].merges)


def test_a_name_that_is_the_label_of_a_concept_joins_it_only_when_the_class_fits() -> None:
    known = article("a", entity("Brand", "Haldane", concept="brand/haldane"))
    assert keys(known, article("b", entity("Company", "Haldane")))["b"] == ("brand/haldane",)
    assert keys(known, article("b", entity("Organization", "Haldane")))["b"] == ("organization/haldane",)


def test_a_name_that_two_concepts_share_joins_neither() -> None:
    one = article("a", entity("Model", "Seal", concept="model/byd-seal"))
    two = article("b", entity("Model", "Seal", concept="model/tide-seal"))
    assert keys(one, two, article("c", entity("Model", "Seal")))["c"] == ("model/seal",)


def test_an_acronym_needs_an_article_that_explains_it() -> None:
    long, short = article("a", entity("Company", "Great Wall Motor")), article("b", entity("Company", "GWM"))
    assert keys(long, short)["b"] == ("company/gwm",)
    link = article("c", entity("Company", "Great Wall Motor", "GWM", reason="acronym in brackets"))
    done = resolve([long, short, link], RULES)
    assert done.keys["b"] == done.keys["a"] == ("company/great-wall-motor",)
    reasons = [m.reason for m in done.entities["company/great-wall-motor"].merges]
    assert any("article c" in reason and "acronym" in reason for reason in reasons)


def test_an_acronym_of_two_things_is_linked_to_neither() -> None:
    found = keys(
        article("a", entity("Company", "General Motors", "GM", reason="acronym in brackets")),
        article("b", entity("Company", "Guangzhou Motors", "GM", reason="acronym in brackets")),
        article("c", entity("Company", "GM")),
    )
    assert found["c"] == ("company/gm",)
    assert found["a"] != found["b"]


def test_an_acronym_of_two_names_of_one_thing_is_linked() -> None:
    found = keys(
        article("a", entity("Company", "Great Wall Motor", "GWM", reason="acronym in brackets")),
        article("b", entity("Company", "Great Wall Motor Company", "GWM", "Great Wall Motor", reason="short form")),
        article("c", entity("Company", "GWM")),
    )
    assert found["a"] == found["b"] == found["c"]


def test_a_nickname_of_one_article_does_not_spread() -> None:
    noisy = article("a", entity("Company", "Seres", "Cyrus", reason="same neighbours"))
    assert keys(noisy, article("b", entity("Company", "Cyrus")))["b"] == ("company/cyrus",)


def test_a_surname_is_not_taken_for_the_full_name_of_another_article() -> None:
    full = article("a", entity("Person", "Ilse Marwitz", "Marwitz", reason="surname"))
    assert keys(full, article("b", entity("Person", "Marwitz")))["b"] == ("person/marwitz",)


def test_a_model_is_recognised_by_its_short_name_only_beside_its_maker() -> None:
    full = article("a", entity("Model", "Aito M5", "M5", reason="short form"))
    beside = article("b", entity("Model", "M5"), entity("Brand", "Aito"))
    assert keys(full, beside)["b"][0] == "model/aito-m5"
    assert keys(full, article("b", entity("Model", "M5"), entity("Brand", "BMW")))["b"][0] == "model/m5"


def test_what_an_article_keeps_apart_stays_apart() -> None:
    link = article("a", entity("Company", "Oldmoor Holding", "Oldmoor", reason="short form"))
    both = article("b", entity("Company", "Oldmoor Holding"), entity("Company", "Oldmoor"))
    assert len(set(keys(link, both)["b"])) == 2


def test_the_label_is_the_name_of_most_articles() -> None:
    articles = [article(f"a{n}", entity("Company", "Brontide")) for n in range(3)]
    done = resolve([*articles, article("b", entity("Company", "BRONTIDE"))], RULES)
    assert done.entities["company/brontide"].label == "Brontide"
    assert Merge("BRONTIDE", "Brontide", "the same name but for case and punctuation") in (
        done.entities["company/brontide"].merges
    )


def test_the_examples_resolve_as_a_reader_would() -> None:
    done = resolve(example_articles(), RULES)
    assert done.keys["bmag-may"][0] == done.keys["brontide-kestrel"][0] == done.keys["brontide-weaker-may"][0]
    assert done.keys["bmag-may"][2] != done.keys["brontide-kestrel"][4]
    assert len(set(done.keys["haldane-course"])) == 4


NAMES = st.sampled_from(["Great Wall", "Great Wall Motor", "GWM", "GW", "G", "Wall", "great-wall", "Wall Motor", "M5"])
TYPES = st.sampled_from([("Company",), ("Brand",), ("Company", "Brand"), ("Person",), ("Model",)])
ENTITIES = st.builds(
    lambda types, names, concept: LocalEntity(types, names[0], tuple(dict.fromkeys(names)), concept),
    TYPES,
    st.lists(NAMES, min_size=1, max_size=3),
    st.sampled_from(["", "", "", "company/great-wall", "model/m5"]),
)
ARTICLES = st.lists(st.lists(ENTITIES, max_size=4), max_size=6).map(
    lambda lists: [article(f"d{n}", *found) for n, found in enumerate(lists)]
)


@given(ARTICLES, st.randoms(use_true_random=False))
def test_the_order_of_the_articles_does_not_matter(articles: list[Article], chance: random.Random) -> None:
    shuffled = list(articles)
    chance.shuffle(shuffled)
    assert same(resolve(articles, RULES), resolve(shuffled, RULES))


@given(ARTICLES)
def test_every_local_entity_has_a_key_of_a_compatible_class(articles: list[Article]) -> None:
    done = resolve(articles, RULES)
    assert all(key == found.key for key, found in done.entities.items())
    assert len(set(done.entities)) == len(done.entities)
    for found in articles:
        assert len(done.keys[found.document.id]) == len(found.entities)
        for key, local in zip(done.keys[found.document.id], found.entities, strict=True):
            assert set(local.names) <= set(done.entities[key].names)
            if not done.entities[key].concept:
                assert RULES.group(local.types) == RULES.group(done.entities[key].types)
            assert len(done.entities[key].types) <= 2


def same(left: Resolution, right: Resolution) -> bool:
    return list(left.entities.items()) == list(right.entities.items()) and dict(left.keys) == dict(right.keys)
