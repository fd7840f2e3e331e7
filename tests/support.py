"""What several tests need: the project's annotated examples, read out as the annotation says."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from kg.engine import Annotate
from kg.model import Article, Document, LocalEntity, Mention, Merge, Observation, Sentence, Statement
from kg.score.gold import GoldArticle, read_gold, to_article

EXAMPLES = Path(__file__).parent / "examples"
ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

T = TypeVar("T")


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns. It runs in a thread of its own: Playwright leaves its loop in that of the tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def sentences(text: str) -> tuple[Sentence, ...]:
    """Lines cut at full stops: enough for the examples, whose sentences are plain."""
    return tuple(Sentence(m.start(), m.end()) for m in re.finditer(r"\S.*?(?:[.?!](?=\s|$)|$)", text, re.MULTILINE))


@cache
def examples(folder: Path = EXAMPLES) -> tuple[GoldArticle, ...]:
    return tuple(read_gold(folder))


def example_articles(folder: Path = EXAMPLES) -> list[Article]:
    return [to_article(gold, sentences(gold.text)) for gold in examples(folder)]


def write_texts(folder: Path, golds: Iterable[GoldArticle] = ()) -> Path:
    """The examples as text files, as a person would lay them in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for gold in golds or examples():
        (folder / f"{gold.id}.txt").write_text(gold.text, encoding="utf-8")
    return folder


def annotate(folder: Path, documents: Iterable[Document]) -> Iterator[Article]:
    """An annotator that knows the answers for the annotated articles of a folder, by the identifier."""
    by_id = {gold.id: gold for gold in examples(folder)}
    for document in documents:
        if document.id not in by_id:
            yield Article(document, sentences(document.text))
            continue
        gold = replace(by_id[document.id], text=document.text)
        yield replace(to_article(gold, sentences(document.text)), document=document)


def gold_annotator(folder: Path = EXAMPLES) -> Callable[[], Annotate]:
    """A factory for kg.engine; it can be sent to worker processes."""
    return partial(partial, annotate, folder)


def entity(types: str, *names: str, concept: str = "", reason: str = "") -> LocalEntity:
    """A local entity: classes separated by blanks, the preferred name first."""
    merges = tuple(Merge(name, names[0], reason) for name in names[1:]) if reason else ()
    return LocalEntity(tuple(types.split()), names[0], names, concept, merges)


def article(
    name: str,
    *entities: LocalEntity,
    said: Iterable[tuple[int, str, int]] = (),
    measured: Iterable[Observation] = (),
    date: str = "",
) -> Article:
    """An article that names each of its entities once, in a sentence of its own."""
    text, mentions, places = "", [], []
    for n, found in enumerate(entities):
        mentions.append(Mention(len(text), len(text) + len(found.name), found.name, n))
        places.append(Sentence(len(text), len(text) + len(found.name) + 1))
        text += f"{found.name}.\n"
    return Article(
        document=Document(name, text, f"{name}.txt", date=date),
        sentences=tuple(places) or (Sentence(0, 0),),
        mentions=tuple(mentions),
        entities=entities,
        statements=tuple(Statement(s, p, o, 0) for s, p, o in said),
        observations=tuple(measured),
    )
