from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.entities import entities
from kg.annotate.forms import Forms
from kg.annotate.names import Name
from kg.model import LocalEntity
from kg.ontology import Concept
from tests.annotate.support import concept


def cluster(
    forms: Forms, *rows: str, text: str = "", concepts: Sequence[Concept] = ()
) -> tuple[tuple[LocalEntity, ...], dict[str, int]]:
    """Entities of names given as "surface/Class" or "surface/Class/concept", and the entity of each surface."""
    whole = text or ". ".join(row.split("/")[0] for row in rows)
    names, at = [], 0
    for row in rows:
        surface, type_, key = [*row.split("/", 2), ""][:3]
        at = whole.index(surface, at)
        names.append(Name(at, at + len(surface), surface, type_, 0.8, "tagger", key))
        at += len(surface) if text == "" else 0
    found, mentions = entities(whole, names, forms, {c.key: c for c in concepts})
    return found, {m.text: m.entity for m in mentions}


SAME = [
    ("Halcyra/Company", "Halcyra’s/Company", "same name"),
    ("X-5/Model", "X5/Model", "same letters"),
    ("Halcyra/Company", "Halcyra Motor Co., Ltd./Company", "same name but for a common ending"),
    ("Halcyra/Company", "Halcyra Automotive/Company", "same name but for a word of trade"),
    ("Marl/Technology", "nickel-free Marl battery/Technology", "same proper name, described further"),
    ("Tarn Dynamics/Company", "Tarn/Company", "first or last words of the longer name"),
    ("Tarn Dynamics/Company/company/tarn-dynamics", "Tarn/Company", "first or last words of the longer name"),
    ("Oster Tarn/Company", "Tarn/Brand", "first or last words of the longer name"),
    ("Mira Oster/Person", "Oster/Person", "part of the full name"),
    ("Oster Mira/Person", "Mira Oster/Person", "same words of a name in another order"),
    ("Dune Glow Edition/Model", "Glow Edition/Model", "last words of the longer name"),
    ("Great Tarn Works/Company", "GTW/Company", "acronym"),
    ("Dune SR/Model", "Dune Standard-Range/Model", "words of the name as initials"),
    ("Dune SR Max/Model", "Dune Standard Range Max/Model", "words of the name as initials"),
    ("Dune/Model/model/dune", "Dune EV/Model/model/dune-ev", "same name but for a common ending"),
    ("Halcyra/Company/company/halcyra", "Halycra/Place", "misspelt"),
    ("Marl/Technology", "800 V Marl architecture/Technology", "same proper name, described further"),
]


@pytest.mark.parametrize(("one", "other", "reason"), SAME)
def test_names_of_one_thing(forms: Forms, one: str, other: str, reason: str) -> None:
    found, _ = cluster(forms, one, other)
    assert len(found) == 1
    assert reason in {m.reason for m in found[0].merges}
    assert set(found[0].names) == {one.split("/")[0], other.split("/")[0]}


APART = [
    ("Halcyra/Company", "Halcyra/Model", 1),
    ("X5/Model", "X5 Pro/Model", 2),
    ("Tarn/Company", "Tarn Marketing/Company", 2),
    ("Tarn/Company", "Tarn of Wold/Company", 2),
    ("Marl/Technology", "second-generation Marl battery/Technology", 2),
    ("Mira Oster/Person", "Mira Lund/Person", 2),
    ("Halcyra/Company/company/halcyra", "Halcyro/Company/company/halcyro", 2),
    ("Toyoda/Person", "Toyota/Company/company/toyota", 2),
    ("Elio-E/Model", "Elio-G/Model/model/elio-g", 2),
    ("Halcyra/Company", "Halcyra/Organization", 1),
    ("old Dune/Model", "Dune/Model", 2),
    ("Halcyra/Company", "Halcyra Bay/Place", 2),
    ("GTW/Company", "Great Tarn Works/Model", 2),
    ("Dune LR/Model", "Dune Standard Range/Model", 2),
    ("Dune SR Max/Model", "Dune Standard Range/Model", 2),
]


@pytest.mark.parametrize(("one", "other", "count"), APART)
def test_names_of_two_things(forms: Forms, one: str, other: str, count: int) -> None:
    assert len(cluster(forms, one, other)[0]) == count


def test_a_short_name_that_fits_two_belongs_to_neither(forms: Forms) -> None:
    _, number = cluster(forms, "Mira Oster/Person", "Jon Oster/Person", "Oster/Person")
    assert len(set(number.values())) == 3
    _, number = cluster(forms, "Tarn Dynamics/Company", "Tarn Robotics/Company", "Tarn/Company")
    assert len(set(number.values())) == 3


def test_a_short_name_belongs_to_one_longer_name_in_two_spellings(forms: Forms) -> None:
    found, _ = cluster(forms, "Tarn Dynamics/Company", "Tarn Dynamics Ltd/Company", "Tarn/Company")
    assert len(found) == 1


def test_a_short_name_that_the_lexicon_knows_is_no_part_of_a_longer_one(forms: Forms) -> None:
    found, _ = cluster(forms, "Tarn/Company/company/tarn", "Tarn Dynamics/Company", "Oster Tarn/Company")
    assert len(found) == 3


def test_an_acronym_of_two_names_belongs_to_neither(forms: Forms) -> None:
    _, number = cluster(forms, "Great Wold Works/Company", "Grey Weir Works/Company", "GWW/Company")
    assert len(set(number.values())) == 3
    _, number = cluster(forms, "Great Wold Works/Company", "Great Wold Works Ltd/Company", "GWW/Company")
    assert len(set(number.values())) == 1


def test_the_maker_in_front_makes_no_other_product(forms: Forms) -> None:
    _, number = cluster(forms, "Halcyra/Company", "Dune/Model", "Halcyra Dune/Model", "Halcyra Dune Max/Model")
    assert number["Dune"] == number["Halcyra Dune"] != number["Halcyra Dune Max"]


def test_the_same_thing_in_the_lexicon_is_one(forms: Forms) -> None:
    known = concept("brand/halcyra", "Halcyra", noise=["Halkira"], types="Brand Company")
    found, number = cluster(forms, "Halcyra/Brand/brand/halcyra", "Halkira/Company/brand/halcyra", concepts=[known])
    assert number["Halcyra"] == number["Halkira"]
    assert found[0].concept == "brand/halcyra"
    assert found[0].types == ("Brand", "Company")
    assert found[0].merges[0].reason == "one thing in the lexicon"


def test_two_things_of_the_lexicon_are_never_one(forms: Forms) -> None:
    concepts = [concept("company/a", "Tarn"), concept("company/b", "Tarn Motors")]
    found, _ = cluster(forms, "Tarn/Company/company/a", "Tarn Motors/Company/company/b", concepts=concepts)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Great Wold (GWO) grows", 1), ("Great Wold (“GWO”) grows", 1), ("Great Wold(GWO, listed) grows", 1),
        ("Great Wold, GWO", 2), ("Great Wold (in GWO)", 2), ("Great Wold (GWO plant)", 2),
    ],
)  # fmt: skip
def test_a_name_in_brackets_right_behind_another_is_an_alias(forms: Forms, text: str, count: int) -> None:
    found, _ = cluster(forms, "Great Wold/Company", "GWO/Company", text=text)
    assert len(found) == count


def test_brackets_join_no_places_and_no_other_classes(forms: Forms) -> None:
    assert len(cluster(forms, "Wold/Place", "Tarnshire/Place", text="Wold (Tarnshire)")[0]) == 2
    assert len(cluster(forms, "Halcyra/Company", "Dune/Model", text="Halcyra (Dune)")[0]) == 2


def test_a_marque_in_front_of_a_product_is_company_and_brand(forms: Forms) -> None:
    text = "Halcyra Dune"
    names = [Name(0, 12, text, "Model", 0.9, "tagger"), Name(0, 7, "Halcyra", "Company", 0.9, "nested")]
    found, mentions = entities(text, names, forms, {})
    assert {e.name: e.types for e in found} == {"Halcyra Dune": ("Model",), "Halcyra": ("Company", "Brand")}
    assert {(m.begin, m.end) for m in mentions} == {(0, 12), (0, 7)}


def test_a_person_goes_by_the_full_name(forms: Forms) -> None:
    text = "Oster met Mira Oster. Oster left."
    found, _ = cluster(forms, "Mira Oster/Person", "Oster/Person", text=text)
    assert [e.name for e in found] == ["Mira Oster"]


def test_the_name_used_most_names_the_entity(forms: Forms) -> None:
    text = "Halcyra Motor. Halcyra. Halcyra"
    spans = [(0, 13), (15, 22), (24, 31)]
    names = [Name(b, e, text[b:e], "Company", 0.8, "tagger") for b, e in spans]
    found, mentions = entities(text, names, forms, {})
    assert found[0].name == "Halcyra"
    assert [m.begin for m in mentions] == [0, 15, 24]


SURFACES = [
    "Halcyra",
    "Halcyra Motors",
    "HM",
    "Halcyra Dune",
    "Dune",
    "Mira Oster",
    "Oster",
    "Tarn",
    "Tarn Works",
    "TW",
    "X5",
]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(SURFACES), st.sampled_from(["Company", "Brand", "Model", "Person", "Technology", "Place"])
        ),
        max_size=10,
    )
)
def test_entities_partition_the_names(forms: Forms, rows: list[tuple[str, str]]) -> None:
    text, names = "", []
    for surface, type_ in rows:
        names.append(Name(len(text), len(text) + len(surface), surface, type_, 0.8, "tagger"))
        text += surface + "; "
    found, mentions = entities(text, names, forms, {})
    assert [(m.begin, m.end) for m in mentions] == [(n.begin, n.end) for n in names]
    assert {m.entity for m in mentions} == set(range(len(found)))
    assert sorted(s for e in found for s in e.names) == sorted({n.text for n in names})
    for n, entity in enumerate(found):
        assert {m.text for m in mentions if m.entity == n} == set(entity.names)
        assert entity.name in entity.names
        assert {s for merge in entity.merges for s in (merge.left, merge.right)} <= set(entity.names)
        assert len(entity.merges) >= len(entity.names) - 1
    firsts = [min(m.begin for m in mentions if m.entity == n) for n in range(len(found))]
    assert firsts == sorted(firsts)
