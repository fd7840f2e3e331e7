"""Who says it: sentences whose wording attributes what they say, by the wordings of cues/attribution.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.annotate.cues import compiled
from kg.annotate.patterns import LONGEST, by_sentence, filled, masked
from kg.errors import OntologyInvalid
from kg.model import LocalEntity, Mention, Observation, Sentence, Statement

QUOTE = re.compile(r"“[^“”\n]{1,3000}”|(?<!\w)\"[^\"\n]{1,3000}\"")
PERSON = "Person"


@dataclass(frozen=True, slots=True)
class _Wording:
    regex: re.Pattern[str]
    types: frozenset[str]


class Speakers:
    """The compiled wordings of one ontology."""

    def __init__(self, cues: Mapping[str, Any]) -> None:
        """Raises OntologyInvalid where a wording cannot be used."""
        self._own = frozenset(cues.get("own", ()))
        rows = enumerate(cues.get("wording", ()), 1)
        self._wordings = [_compiled(row, cues, number) for number, row in rows]

    def find(
        self, text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], entities: Sequence[LocalEntity]
    ) -> dict[int, int]:
        """Sentences (indices) and the entity that says them; all sentences of a quotation are its speaker's."""
        found: dict[int, int] = {}
        quotes = [(match.start(), match.end()) for match in QUOTE.finditer(text)] if self._wordings else []
        for number, inside in enumerate(by_sentence(sentences, mentions) if self._wordings else ()):
            sentence = sentences[number]
            if not inside or sentence.end - sentence.begin > LONGEST:
                continue
            kinds = {n: entities[mentions[n].entity].types for n in inside}
            speaker = self._speaker(masked(text, sentence, mentions, inside), kinds)
            if speaker is None:
                continue
            for other in (number, *_quoted(sentences, number, quotes)):
                found.setdefault(other, mentions[speaker].entity)
        return found

    def _speaker(self, line: str, kinds: Mapping[int, Sequence[str]]) -> int | None:
        """The mention that speaks: of several the first in the line, and persons before those whom they speak for."""
        hits = [
            (PERSON not in kinds[n], match.start(), match.start("p"), n)
            for wording in self._wordings
            for match in _all(wording.regex, line)
            if wording.types & set(kinds[n := int(match["p"])])
        ]
        return min(hits)[-1] if hits else None

    def statement(self, statement: Statement, speakers: Mapping[int, int]) -> Statement:
        """The statement with its speaker, but for what is said of the speaker's own position."""
        speaker = speakers.get(statement.sentence)
        own = statement.predicate in self._own and statement.subject == speaker
        return statement if speaker is None or own else replace(statement, speaker=speaker)

    def observation(self, observation: Observation, speakers: Mapping[int, int]) -> Observation:
        """The figure with its speaker."""
        return replace(observation, speaker=speakers.get(observation.sentence))


def _all(regex: re.Pattern[str], line: str) -> Iterator[re.Match[str]]:
    """Matches from every place on, also those inside others: who speaks may stand in the apposition of another name."""
    match = regex.search(line)
    while match:
        yield match
        match = regex.search(line, match.start() + 1)


def _quoted(sentences: Sequence[Sentence], number: int, quotes: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The other sentences of the quotations that reach into a sentence."""
    here = sentences[number]
    for begin, end in quotes:
        if begin < here.end and here.begin < end:
            step = number - 1
            while step >= 0 and sentences[step].end > begin:
                yield step
                step -= 1
            step = number + 1
            while step < len(sentences) and sentences[step].begin < end:
                yield step
                step += 1


def _compiled(row: Mapping[str, Any], cues: Mapping[str, Any], number: int) -> _Wording:
    where = f"attribution.toml, wording {number}"
    text = filled(row.get("text", ""), cues.get("words", {})).replace("{P}", r"‹(?P<p>\d+)›")
    regex = compiled(text, where)
    if "p" not in regex.groupindex:
        raise OntologyInvalid(f"cues/{where} names no {{P}}; say where who speaks is named")
    return _Wording(regex, frozenset(row.get("types", cues.get("types", ()))))
