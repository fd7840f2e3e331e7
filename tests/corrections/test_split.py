"""What one article took for one thing becomes two, each with what is said of it."""

from __future__ import annotations

from kg.corrections import Correction, Corrections, Outcome, Thing
from kg.corrections.split import splitter
from kg.model import Article, Document, LocalEntity, Mention, Merge, Observation, Sentence, Statement
from kg.ontology import Concept
from kg.resolve import resolve

TEXT = "Tern Motors makes cars. Ternia sells them. It sold 5. Tern Motors and Ternia quarrel."
SENTENCES = (Sentence(0, 23), Sentence(24, 42), Sentence(43, 53), Sentence(54, 85))
APART = Corrections(made=(Correction("apart", Thing("Tern Motors"), Thing("Ternia"), id="1"),))
KEY = "company/tern"


def article(concept: str = "", *names: str, id: str = "a") -> Article:
    """Tern Motors and Ternia as one thing (or only the `names`), and a dealer."""
    mine = names or ("Tern Motors", "Ternia")
    merges = (Merge("Ternia", "Tern Motors", "they sound alike"),)
    spans = [(TEXT.index(n), n) for n in ("Tern Motors", "Ternia")]
    spans += [(43, "It"), (54, "Tern Motors"), (70, "Ternia")]
    mentions = tuple(
        Mention(at, at + len(name), name, 0, "pronoun" if name == "It" else "name")
        for at, name in sorted(spans)
        if name in (*mine, "It")
    )
    return Article(
        Document(id, TEXT, f"{id}.txt"),
        SENTENCES,
        mentions,
        (LocalEntity(("Company",), mine[0], mine, concept, merges), LocalEntity(("Company",), "Dealer", ("Dealer",))),
        (Statement(0, "partnersWith", 1, 0), Statement(1, "supplies", 0, 1), Statement(0, "competesWith", 1, 3)),
        (Observation(0, "deliveries", 5, "vehicle", 2),),
    )


def concepts(label: str) -> list[Concept]:
    return [Concept(KEY, ("Company",), label, ("Tern Motors", "Ternia"))]


def split(found: Article, known: list[Concept] | None = None) -> Article:
    made = splitter(APART, known or [])
    assert made is not None
    return made(found)


def test_mentions_and_claims_go_to_the_thing_that_their_sentence_names() -> None:
    found = split(article())
    assert [(e.name, e.names, e.merges) for e in found.entities] == [
        ("Tern Motors", ("Tern Motors",), ()),
        ("Dealer", ("Dealer",), ()),
        ("Ternia", ("Ternia",), ()),
    ]
    assert [(m.text, m.entity) for m in found.mentions] == [
        ("Tern Motors", 0),
        ("Ternia", 2),
        ("It", 2),
        ("Tern Motors", 0),
        ("Ternia", 2),
    ]
    assert [(s.subject, s.object) for s in found.statements] == [(0, 1), (1, 2), (0, 1)]
    assert [o.subject for o in found.observations] == [2]


def test_the_two_stay_two_over_all_articles() -> None:
    articles = [split(a) for a in (article(), article("", "Ternia", id="b"), article("", "Tern Motors", id="c"))]
    outcome = Outcome()
    resolution = resolve(articles, corrections=APART, outcome=outcome)
    assert sorted(resolution.entities) == ["company/dealer", "company/tern-motors", "company/ternia"]
    assert resolution.keys["b"][0] == "company/ternia"
    assert outcome.unmet == {}
    assert outcome.entities["1"] == {"company/tern-motors", "company/ternia"}


def test_a_common_concept_stays_with_the_name_that_it_is_labelled_by() -> None:
    for label, other in (("Tern Motors", "Ternia"), ("Ternia", "Tern Motors")):
        articles = [
            split(a, concepts(label)) for a in (article(KEY), article(KEY, other, id="b"), article(KEY, label, id="c"))
        ]
        resolution = resolve(articles, corrections=APART)
        assert resolution.entities[KEY].names == (label,)
        assert resolution.keys["c"][0] == KEY
        assert resolution.entities[resolution.keys["b"][0]].names == (other,)
        assert resolution.entities[resolution.keys["b"][0]].concept == ""


def test_what_does_not_bear_both_names_or_is_of_another_class_is_left_alone() -> None:
    assert split(article("", "Ternia")) == article("", "Ternia")
    other = Corrections(made=(Correction("apart", Thing("Tern Motors", "Model"), Thing("Ternia", "Model"), id="1"),))
    made = splitter(other, [])
    assert made is not None
    assert made(article()) == article()
    assert splitter(Corrections(), []) is None
