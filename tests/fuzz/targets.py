"""What must hold whatever the input is. Each target takes made-up input and raises where a promise is broken."""

from __future__ import annotations

import random
import re
import tempfile
from functools import cache
from itertools import pairwise
from pathlib import Path

from kg.annotate import Annotator
from kg.errors import ReadFailed
from kg.model import Article, Document
from kg.ontology import Ontology, load_ontology
from kg.read import Limits, read
from kg.read.convert import CONVERTERS, convert
from kg.read.kinds import kind_of
from kg.read.reader import digest
from kg.read.text import normal
from tests.fuzz.made import damaged, valid

LIMITS = Limits(file_bytes=2_000_000, unpacked_bytes=4_000_000)


@cache
def ontology() -> Ontology:
    """The ontology that is shipped, loaded once."""
    return load_ontology()


@cache
def annotator() -> Annotator:
    """The annotator of the ontology that is shipped, loaded once."""
    return Annotator(ontology())


def read_damaged(suffix: str, seed: int) -> None:
    """A damaged file gives documents that are whole, or a reason; it raises nothing."""
    content = damaged(valid(suffix), random.Random(seed))
    kind = kind_of("x" + suffix)
    if kind in CONVERTERS:
        try:
            parts = convert(kind, content, LIMITS)
        except ReadFailed:
            return
        for part in parts:
            assert part.text == normal(part.text)
    else:
        read_file(suffix, content)


def read_file(suffix: str, content: bytes) -> None:
    """A file of any content, alone in a folder or, if it is a sidecar, beside a good text."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"x{suffix}").write_bytes(content)
        if suffix == ".meta.toml":
            (folder / "x.txt").write_bytes(valid(".txt"))
        found = list(read([folder], ontology().cues, limits=LIMITS))
        assert found
        for item in found:
            if isinstance(item, Document):
                check_document(item)
            else:
                assert item.reason.strip()
                assert not re.search(r"[a-z]Error\b", item.reason)  # the class of an error that nobody foresaw


def check_document(document: Document) -> None:
    """A document can be stored, printed and found again."""
    assert document.id
    assert not set(document.id) & set('/\\ \n<>"{}|^`%?#')
    assert document.source.isprintable()
    for field in (document.text, document.title, document.publisher, document.url):
        field.encode("utf-8")
    assert document.text.strip()
    assert document.digest == digest(document)


def annotate(text: str) -> Article:
    """Any text gives an article whose parts lie inside it; reading it out raises nothing."""
    document = Document("x", normal(text), "x.txt", date="2023-05-24")
    (article,) = annotator().annotate([document])
    size, entities = len(document.text), len(article.entities)
    for sentence in article.sentences:
        assert 0 <= sentence.begin < sentence.end <= size
    assert all(one.end <= other.begin for one, other in pairwise(article.sentences))
    for mention in article.mentions:
        assert mention.text == document.text[mention.begin : mention.end] != ""
        assert 0 <= mention.entity < entities
        assert 0 <= mention.confidence <= 1
    for statement in article.statements:
        assert statement.subject != statement.object
        assert max(statement.subject, statement.object) < entities
        assert 0 <= statement.sentence < len(article.sentences)
    for observation in article.observations:
        assert 0 <= observation.subject < entities
        assert 0 <= observation.sentence < len(article.sentences)
        assert isinstance(observation.value, str) or abs(observation.value) < float("inf")
    return article
