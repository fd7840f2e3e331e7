from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.relations import Proposal, compounds, statements
from kg.annotate.status import Statuses
from kg.model import LocalEntity, Mention, Statement
from kg.ontology import Ontology
from tests.annotate.support import split

TEXT = "Halcyra makes the Dune. Halcyra never made the Dune. Orvo, the Dune and Halcyra met."
LINES = split(TEXT)
SPANS = [((0, 7), (18, 22)), ((24, 31), (47, 51)), ((63, 67), (72, 79))]
COMPANY, MODEL, RIVAL = 0, 1, 2
ENTITIES = (
    LocalEntity(("Company", "Brand"), "Halcyra", ("Halcyra",)),
    LocalEntity(("Model",), "Dune", ("Dune",)),
    LocalEntity(("Company",), "Orvo", ("Orvo",)),
)
MAKES = Proposal(COMPANY, "makes", MODEL, 0, SPANS[0], 0.8, "network")


@pytest.fixture(scope="module")
def statuses(ontology: Ontology) -> Statuses:
    return Statuses(ontology.cues["status"])


def said(ontology: Ontology, statuses: Statuses, *proposals: Proposal, **limits: float) -> tuple[Statement, ...]:
    """What is stated where no relation is expected of anything."""
    plain = replace(ontology, cues=MappingProxyType({**ontology.cues, "relations": {}}))
    return statements(TEXT, proposals, ENTITIES, LINES, plain, limits, statuses)


def test_a_proposal_above_its_threshold_is_stated(ontology: Ontology, statuses: Statuses) -> None:
    (found,) = said(ontology, statuses, MAKES)
    assert (found.subject, found.predicate, found.object, found.sentence) == (COMPANY, "makes", MODEL, 0)
    assert (found.status, found.confidence, found.component) == ("asserted", 0.8, "network")
    assert said(ontology, statuses, MAKES, makes=0.8) == (found,)
    assert said(ontology, statuses, MAKES, makes=0.81) == ()


def test_what_is_denied_is_kept_at_half_the_threshold_with_its_status(ontology: Ontology, statuses: Statuses) -> None:
    denied = replace(MAKES, sentence=1, spans=SPANS[1], confidence=0.3)
    (found,) = said(ontology, statuses, denied, makes=0.5)
    assert found.status == "denied"
    assert said(ontology, statuses, denied, makes=0.7) == ()


def test_a_model_without_a_maker_gets_the_likeliest(ontology: Ontology, statuses: Statuses) -> None:
    def makers(*proposals: Proposal) -> list[tuple[int, str]]:
        limits = {"makes": 0.5}
        found = statements(TEXT, proposals, ENTITIES, LINES, ontology, limits, statuses)
        return [(s.subject, s.status) for s in found]

    likely, hardly = replace(MAKES, confidence=0.3), replace(MAKES, subject=RIVAL, confidence=0.2)
    assert makers(likely, hardly) == [(COMPANY, "asserted")]
    assert makers(replace(likely, confidence=0.01)) == []
    assert makers(replace(likely, confidence=0.6), hardly) == [(COMPANY, "asserted")]
    assert makers(replace(hardly, sentence=1, spans=SPANS[1])) == []


def test_a_person_whose_position_is_told_gets_the_likeliest_employer(ontology: Ontology, statuses: Statuses) -> None:
    person = LocalEntity(("Person",), "Mira Tarn", ("Mira Tarn",))

    def employed(confidence: float, role: str) -> list[tuple[int, str]]:
        works = Proposal(1, "worksFor", COMPANY, 0, SPANS[0], confidence, "network", role)
        found = statements(TEXT, [works], (ENTITIES[0], person, ENTITIES[2]), LINES, ontology, {}, statuses)
        return [(s.object, s.role) for s in found]

    assert employed(0.2, "chief scientist") == [(COMPANY, "chief scientist")]
    assert employed(0.2, "") == employed(0.01, "chief scientist") == []


def test_a_second_employer_must_be_surer_than_the_first(ontology: Ontology, statuses: Statuses) -> None:
    person = LocalEntity(("Person",), "Mira Tarn", ("Mira Tarn",))

    def employers(*rows: tuple[int, float], line: int = 0) -> list[int]:
        works = [Proposal(1, "worksFor", o, line, SPANS[line], confidence, "network") for o, confidence in rows]
        found = statements(TEXT, works, (ENTITIES[0], person, ENTITIES[2]), LINES, ontology, {}, statuses)
        return [s.object for s in found]

    assert employers((COMPANY, 0.8), (RIVAL, 0.7)) == [COMPANY]
    assert employers((COMPANY, 0.98), (RIVAL, 0.97)) == [COMPANY, RIVAL]
    assert employers((COMPANY, 0.8), (RIVAL, 0.7), line=1) == [COMPANY, RIVAL]


def test_what_belongs_together_needs_less_but_not_nothing(ontology: Ontology, statuses: Statuses) -> None:
    brand = LocalEntity(("Brand",), "Dune", ("Dune",), "brand/dune")
    owner, rival = (replace(ENTITIES[n], concept=f"company/{n}") for n in (COMPANY, RIVAL))

    def owned(confidence: float, subject: int, status: str = "asserted") -> list[str]:
        line = 0 if status == "asserted" else 1
        proposal = Proposal(subject, "ownsBrand", MODEL, line, SPANS[line], confidence, "network")
        known = {"brand/dune": ("company/0",)}
        return [
            s.predicate
            for s in statements(TEXT, [proposal], (owner, brand, rival), LINES, ontology, {}, statuses, owners=known)
        ]

    assert owned(0.2, COMPANY) == ["ownsBrand"]
    assert owned(0.2, RIVAL) == owned(0.01, COMPANY) == owned(0.2, COMPANY, "denied") == []


def test_every_sentence_that_says_it_is_evidence_with_a_status_of_its_own(
    ontology: Ontology, statuses: Statuses
) -> None:
    found = said(ontology, statuses, replace(MAKES, further=((1, SPANS[1]), (2, SPANS[2]))))
    assert [(s.sentence, s.status) for s in found] == [(0, "asserted"), (1, "denied"), (2, "asserted")]


def test_what_two_components_find_is_surer_and_stated_once(ontology: Ontology, statuses: Statuses) -> None:
    pattern = replace(MAKES, component="pattern", confidence=0.7)
    (found,) = said(ontology, statuses, MAKES, pattern)
    assert found.component == "network"
    assert MAKES.confidence < found.confidence < 1


def test_several_hits_of_one_component_are_one_statement_with_the_best(ontology: Ontology, statuses: Statuses) -> None:
    (found,) = said(ontology, statuses, replace(MAKES, confidence=0.6), replace(MAKES, sentence=2, spans=SPANS[2]))
    assert (found.sentence, found.confidence) == (2, 0.8)


def test_ends_of_the_wrong_class_say_nothing(ontology: Ontology, statuses: Statuses) -> None:
    assert said(ontology, statuses, replace(MAKES, subject=MODEL, object=COMPANY)) == ()
    assert said(ontology, statuses, replace(MAKES, predicate="worksFor")) == ()


def test_a_symmetric_relation_is_written_once(ontology: Ontology, statuses: Statuses) -> None:
    one = Proposal(RIVAL, "partnersWith", COMPANY, 2, SPANS[2], 0.8, "network")
    other = replace(one, subject=COMPANY, object=RIVAL, component="pattern", confidence=0.6)
    (found,) = said(ontology, statuses, one, other)
    assert (found.subject, found.object) == (COMPANY, RIVAL)
    assert found.confidence > 0.8


def test_of_two_directions_the_likelier_counts(ontology: Ontology, statuses: Statuses) -> None:
    one = Proposal(RIVAL, "invests", COMPANY, 2, SPANS[2], 0.8, "network")
    (found,) = said(ontology, statuses, one, replace(one, subject=COMPANY, object=RIVAL, confidence=0.6))
    assert (found.subject, found.object) == (RIVAL, COMPANY)


def test_the_role_may_come_from_either_component(ontology: Ontology, statuses: Statuses) -> None:
    person = LocalEntity(("Person",), "Mira", ("Mira",))
    learned = Proposal(3, "worksFor", COMPANY, 2, SPANS[2], 0.9, "network")
    worded = replace(learned, component="pattern", confidence=0.6, role="chair")
    (found,) = statements(TEXT, [learned, worded], (*ENTITIES, person), LINES, ontology, {}, statuses)
    assert found.role == "chair"


def test_a_product_named_after_its_maker_is_hardly_made_by_another(ontology: Ontology, statuses: Statuses) -> None:
    compound = replace(MAKES, component="compound", confidence=0.9)
    other = replace(MAKES, subject=RIVAL, sentence=2, spans=SPANS[2])
    assert [s.subject for s in said(ontology, statuses, other)] == [RIVAL]
    assert [s.subject for s in said(ontology, statuses, compound, other)] == [COMPANY]


PROPOSALS = st.lists(
    st.builds(
        lambda s, p, o, n, c, by: Proposal(s, p, o, n, SPANS[n], c, by),
        st.sampled_from([COMPANY, RIVAL]), st.sampled_from(["makes", "invests", "partnersWith"]),
        st.sampled_from([COMPANY, MODEL, RIVAL]), st.integers(0, 2), st.floats(0, 1),
        st.sampled_from(["network", "pattern", "compound"]),
    ).filter(lambda p: p.subject != p.object),
    max_size=8,
)  # fmt: skip


@given(PROPOSALS, st.randoms())
def test_statements_do_not_depend_on_the_order_of_proposals(  # type: ignore[no-untyped-def]
    ontology: Ontology, proposals: list[Proposal], random
) -> None:
    statuses = Statuses(ontology.cues["status"])
    found = said(ontology, statuses, *proposals)
    assert len({(s.subject, s.predicate, s.object, s.sentence) for s in found}) == len(found)
    assert all(0 <= s.confidence <= 1 for s in found)
    assert list(found) == sorted(found, key=lambda s: (s.sentence, s.subject, s.predicate, s.object))
    shuffled = list(proposals)
    random.shuffle(shuffled)
    assert said(ontology, statuses, *shuffled) == found


def test_a_makers_name_at_the_front_of_a_products_says_who_makes_it(ontology: Ontology) -> None:
    outer, inner = Mention(0, 12, "Halcyra Dune", 1), Mention(0, 7, "Halcyra", 0)
    (hit,) = compounds([outer, inner], ENTITIES, ontology)
    assert (hit.subject, hit.relation, hit.object) == (1, "makes", 0)
    later = Mention(8, 12, "Dune", 0)
    assert list(compounds([outer, later], ENTITIES, ontology)) == []
    assert list(compounds([outer, replace(inner, entity=1)], ENTITIES, ontology)) == []


def test_a_makers_name_at_the_front_of_a_technologys_says_who_develops_it(ontology: Ontology) -> None:
    entities = (ENTITIES[0], LocalEntity(("Technology",), "Halcyra Marl", ("Halcyra Marl",)))
    outer, inner = Mention(5, 17, "Halcyra Marl", 1), Mention(5, 12, "Halcyra", 0)
    assert [h.relation for h in compounds([outer, inner], entities, ontology)] == ["develops"]
