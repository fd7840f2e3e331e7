"""annotate: documents → articles, with their mentions, entities, statements and observations, in a spaCy pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.annotate.components import ORDER, Components, Draft
from kg.annotate.parser import TEXT, load_parser
from kg.model import Article, Document
from kg.ontology import Ontology

__all__ = ["Annotator"]


class Annotator:
    """Reads articles with one ontology. Loads spaCy's model and the ontology's trained network once."""

    def __init__(self, ontology: Ontology) -> None:
        """Raises OntologyInvalid where the ontology's cue tables or trained network cannot be used."""
        self._nlp = load_parser()
        self._components = Components(ontology)
        for name in ORDER:
            self._nlp.add_pipe(f"kg_{name}")

    def annotate(self, documents: Iterable[Document]) -> Iterator[Article]:
        """Read one document after the other."""
        for document in documents:
            doc = self._nlp.make_doc(document.text)
            draft = Draft(document, self._components)
            doc.user_data |= {"kg": draft, TEXT: document.text}
            self._nlp(doc)
            yield Article(
                document, draft.sentences, draft.mentions, draft.entities, draft.statements, draft.observations
            )
