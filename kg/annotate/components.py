"""The annotator's spaCy components, in order: each reads the draft that the former ones left and adds its part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import log

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.anaphora import Anaphors
from kg.annotate.bylines import Bylines
from kg.annotate.dates import find_dates
from kg.annotate.encoding import Encoding, Ints, encode, lexicon_classes
from kg.annotate.entities import entities
from kg.annotate.filters import Filter
from kg.annotate.forms import Forms
from kg.annotate.headings import Headings
from kg.annotate.labels import ACTORS, SAME, labels_of
from kg.annotate.lexicon import Lexicon, Match
from kg.annotate.lists import Lists
from kg.annotate.makers import owners_of
from kg.annotate.names import Name, joined, spread, tagged
from kg.annotate.network import Reader, States
from kg.annotate.observations import TABLES, find_observations
from kg.annotate.pairs import Spot
from kg.annotate.parser import text_of
from kg.annotate.patterns import Patterns
from kg.annotate.pieces import Pieces
from kg.annotate.prune import unsure, without
from kg.annotate.qualify import Surnames, Versions
from kg.annotate.quantities import scan_quantities
from kg.annotate.reference import references
from kg.annotate.relate import candidates
from kg.annotate.relations import COMPOUND, Proposal, compounds, in_order, statements
from kg.annotate.roles import role_of, tagged_roles
from kg.annotate.sentences import sentence_at, sentences
from kg.annotate.sole import Sole
from kg.annotate.speakers import Speakers
from kg.annotate.status import Statuses
from kg.annotate.titles import Titles
from kg.annotate.unnamed import Unnamed
from kg.annotate.variants import Variants
from kg.model import Document, LocalEntity, Mention, Observation, Sentence, Statement
from kg.ontology import Ontology

ORDER = (
    "sentences",
    "lexicon",
    "network",
    "names",
    "coreference",
    "relations",
    "observations",
    "speakers",
    "prune",
    "qualify",
)
FLOOR, TINY = 0.03, 1e-6
POSITION, PERSON, NAME = "worksFor", "Person", "name"
_SIDES: dict[str, Callable[[int, int], int]] = {"subject": lambda s, o: s, "object": lambda s, o: o}


@dataclass(slots=True)
class Draft:
    """What the components have found so far in one document."""

    document: Document
    components: Components
    sentences: tuple[Sentence, ...] = ()
    matches: tuple[Match, ...] = ()
    encoding: Encoding | None = None
    states: States | None = None
    mentions: tuple[Mention, ...] = ()
    entities: tuple[LocalEntity, ...] = ()
    statements: tuple[Statement, ...] = ()
    measured: dict[tuple[int, int, int, str], float] = field(default_factory=dict)
    observations: tuple[Observation, ...] = ()


class Components:
    """What the components know of one ontology, and what each does."""

    def __init__(self, ontology: Ontology) -> None:
        """Raises OntologyInvalid where the cue tables or the trained network do not fit the ontology."""
        self._ontology = ontology
        self._matcher = Lexicon(ontology.concepts)
        self._labels = labels_of(ontology)
        folder = ontology.folder / "models"
        self._network = Reader(folder, self._labels) if (folder / "reader.json").is_file() else None
        self._thresholds: dict[str, float] = self._network.settings["thresholds"] if self._network else {}
        slope, shift = self._network.settings.get("calibration", (1, 0)) if self._network else (1, 0)
        self._calibration = float(slope), float(shift)
        self._filter = Filter(ontology.cues.get("names", {}), self._thresholds.get(NAME, 0.0))
        self._pieces = Pieces(ontology.cues.get("names", {}))
        self._unnamed = Unnamed(ontology.cues.get("names", {}).get("unnamed", {}))
        self._bylines = Bylines(ontology.cues.get("names", {}))
        self._lone = ontology.cues.get("names", {}).get("lone", {})
        self._headings = Headings(ontology.cues.get("names", {}))
        self._forms = Forms(ontology.cues.get("names", {}))
        self._anaphors = Anaphors(ontology.cues.get("coreference", {}))
        self._patterns = Patterns(ontology)
        self._lists = Lists(ontology)
        said = ontology.cues.get("relations", {})
        self._sole = Sole(said.get("sole", {}))
        self._owners = owners_of(ontology.concepts)
        trims = {word.casefold() for word in ontology.cues.get("names", {}).get("trims", ())}
        self._versions = Versions(said.get("bare", {}), trims)
        self._titles = Titles(said.get("role", {}))
        self._surnames = Surnames(said.get("surname", {}))
        self._variants = Variants(said.get("variants", {}))
        says = said.get("evidence", {})
        self._says = {name: _SIDES[side] for side in _SIDES for name in says.get(side, ())}
        self._speakers = Speakers(ontology.cues.get("attribution", {}))
        self._statuses = Statuses(ontology.cues.get("status", {}))
        self._makers = {n: c for c in ontology.concepts if ACTORS & set(c.types) and not c.context for n in c.names}
        self._concepts = {c.key: c for c in reversed(ontology.concepts)}

    def sentences(self, doc: Doc, draft: Draft) -> None:
        """Lines and sentences of the text."""
        draft.sentences = sentences(draft.document.text, [s.start_char for s in doc.sents])

    def lexicon(self, doc: Doc, draft: Draft) -> None:
        """Names that the lexicon knows."""
        draft.matches = self._matcher.find(draft.document.text)

    def network(self, doc: Doc, draft: Draft) -> None:
        """What the trained network sees in each token."""
        if self._network is not None and draft.sentences:
            draft.encoding = encode(self._network.tokenizer, draft.document.text, draft.sentences)
            if len(draft.encoding.ids):
                classes = lexicon_classes(draft.encoding, draft.matches)
                draft.states = self._network.read(draft.encoding, classes)

    def names(self, doc: Doc, draft: Draft) -> None:
        """Names, their classes, and which of them stand for one thing."""
        found = self._filter.lasting(self._tagged(doc, draft))
        joint = joined(draft.document.text, found, draft.matches, patterns=draft.states is None)
        told = self._bylines.without(
            draft.document.text, self._filter.plausible(self._pieces.whole(draft.document.text, joint))
        )
        names = spread(draft.document.text, self._headings.named(draft.document.text, told), self._makers)
        names = self._unnamed.named(draft.document.text, names)
        draft.entities, draft.mentions = entities(draft.document.text, names, self._forms, self._concepts)

    def _tagged(self, doc: Doc, draft: Draft) -> Sequence[Name]:
        if draft.encoding is None or draft.states is None:
            return ()
        return tagged(draft.document.text, draft.encoding, draft.states.tags)

    def coreference(self, doc: Doc, draft: Draft) -> None:
        """Pronouns and descriptions that refer to an entity."""
        if self._network is None or draft.encoding is None or draft.states is None:
            return
        text = draft.document.text
        found = references(
            self._network, self._labels, draft.encoding, draft.states.vectors, draft.mentions, draft.entities,
            self._anaphors.find(text), text, self._thresholds[SAME],
        )  # fmt: skip
        draft.mentions = tuple(sorted((*draft.mentions, *found), key=lambda m: (m.begin, -m.end)))

    def relations(self, doc: Doc, draft: Draft) -> None:
        """Statements between entities, by patterns and by the network."""
        proposals = [*self._learned(doc, draft), *self._worded(doc, draft)]
        draft.statements = statements(
            draft.document.text,
            proposals,
            draft.entities,
            draft.sentences,
            self._ontology,
            self._thresholds,
            self._statuses,
            self._calibration,
            self._owners,
        )
        alone = self._sole.find(draft.mentions, draft.entities, draft.sentences, draft.statements)
        draft.statements = in_order((*draft.statements, *alone))

    def _learned(self, doc: Doc, draft: Draft) -> Iterator[Proposal]:
        if self._network is None or draft.encoding is None or draft.states is None:
            return
        text = draft.document.text
        whole = partial(self._titles.whole, doc, taken=self._named(draft))
        roles = tagged_roles(text, draft.encoding, draft.states.roles, whole)
        figures = self._figures(doc)
        found = candidates(
            self._network, self._labels, draft.encoding, draft.states.vectors, draft.mentions, draft.entities, figures,
            FLOOR,
        )  # fmt: skip
        places = draft.encoding.spans
        for c in found:
            if c.label not in self._ontology.relations:
                begin, end = figures[c.object - len(draft.entities)]
                draft.measured[begin, end, c.subject, c.label] = log(c.probability / (1 - c.probability + TINY))
                continue
            one, two = c.spots[0]
            role = role_of(one, two, roles) if c.label == POSITION else ""
            pick = self._says.get(c.label, max)
            said = [
                (pick(a.sentence, b.sentence), (_characters(places, a), _characters(places, b))) for a, b in c.spots
            ]
            number, spans = said[0]
            further = tuple(said[1:])
            yield Proposal(c.subject, c.label, c.object, number, spans, c.probability, "network", role, further)

    def _named(self, draft: Draft) -> list[tuple[int, int]]:
        """Characters of names, and of "the company" and the like: what is no part of a position's name."""
        text = draft.document.text
        found = [a for a in self._anaphors.find(text) if PERSON not in a.types and text.count(" ", a.begin, a.end) < 2]
        return [(m.begin, m.end) for m in draft.mentions if m.kind == NAME] + [(a.begin, a.end) for a in found]

    def _figures(self, doc: Doc) -> list[tuple[int, int]]:
        """Characters of the numbers and dates of a text."""
        if any(table not in self._ontology.cues for table in TABLES):
            return []
        dates = [(d.begin, d.end) for d in find_dates(doc, self._ontology.cues, "")]
        numbers = scan_quantities(text_of(doc), self._ontology.cues, dates)
        return sorted({(q.begin, q.end) for q in numbers} | set(dates))

    def _worded(self, doc: Doc, draft: Draft) -> Iterator[Proposal]:
        hits = self._patterns.find(draft.document.text, draft.sentences, draft.mentions, draft.entities)
        lists = self._lists.find(draft.document.text, draft.sentences, draft.mentions, draft.entities)
        variants = self._variants.find(draft.mentions, draft.entities, draft.sentences)
        for hit in (*hits, *lists, *variants, *compounds(draft.mentions, draft.entities, self._ontology)):
            one, two = draft.mentions[hit.subject], draft.mentions[hit.object]
            number = hit.sentence if hit.sentence >= 0 else sentence_at(draft.sentences, one.begin)
            spans = ((one.begin, one.end), (two.begin, two.end))
            component = "pattern" if hit.sentence >= 0 else COMPOUND
            yield Proposal(one.entity, hit.relation, two.entity, number, spans, hit.confidence, component, hit.role)

    def observations(self, doc: Doc, draft: Draft) -> None:
        """Figures about entities, by their wording and by the network."""
        none = log(FLOOR / (1 - FLOOR))

        def scores(begin: int, end: int, entity: int, metric: str) -> float:
            return draft.measured.get((begin, end, entity, metric), none) - none

        names = [m for m in draft.mentions if m.kind == NAME]
        draft.observations = find_observations(
            doc, names, draft.entities, draft.sentences, self._ontology, draft.document.date,
            scores=scores if self._network is not None else None,
        )  # fmt: skip

    def speakers(self, doc: Doc, draft: Draft) -> None:
        """Who says it, where the text attributes it."""
        if said := self._speakers.find(draft.document.text, draft.sentences, draft.mentions, draft.entities):
            draft.statements = tuple(self._speakers.statement(s, said) for s in draft.statements)
            draft.observations = tuple(self._speakers.observation(o, said) for o in draft.observations)

    def prune(self, doc: Doc, draft: Draft) -> None:
        """Only those names of which nothing is said that are sure."""
        parts = draft.mentions, draft.entities, draft.statements, draft.observations
        if gone := unsure(*parts, self._lone):
            draft.mentions, draft.entities, draft.statements, draft.observations = without(gone, *parts)

    def qualify(self, doc: Doc, draft: Draft) -> None:
        """Names that tell things apart from those of other articles."""
        whole = self._versions.named(draft.mentions, draft.entities, draft.statements)
        draft.entities = self._surnames.named(whole, draft.statements)


def _characters(places: Ints, spot: Spot) -> tuple[int, int]:
    return int(places[spot.begin, 0]), int(places[spot.last, 1])


def _register(name: str) -> None:
    def run(doc: Doc) -> Doc:
        draft: Draft = doc.user_data["kg"]
        getattr(draft.components, name)(doc, draft)
        return doc

    Language.component(f"kg_{name}", func=run)


for _name in ORDER:
    _register(_name)
