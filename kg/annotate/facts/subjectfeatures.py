"""What speaks for an entity as the subject of a figure: place, syntax, layout, and what came before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.annotate.facts.clauses import SUBJECTS, clause_subject
from kg.annotate.facts.distance import bucket
from kg.annotate.facts.figures import Figure
from kg.annotate.facts.lines import Line
from kg.annotate.facts.page import Page, Place
from kg.annotate.facts.tokens import is_verb, stem

_NEAR = 12
_SHORT = 14
_BACK = 3
_ONCE = 8
_JOINED = 20
_OF_METRIC = (
    "Brank",
    "Btrank",
    "Arank",
    "P0rank",
    "label",
    "heading",
    "Bpre",
    "Apre",
    "Bdep",
    "Adep",
    "Agap",
    "former",
    "clause",
)
_ARTICLES = frozenset(("the", "a", "an"))
_GAP = re.compile(r"[\w]+")


@dataclass(frozen=True, slots=True)
class Former:
    """The figure read before and the entity that it was given to."""

    figure: Figure
    subject: int


class SubjectFeatures:
    """Describes the entities that a figure of one page may belong to."""

    def __init__(self, page: Page, figures: Sequence[Figure]) -> None:
        self._page, self._figures = page, figures
        self._runs = _Runs(page)
        top = page.lines.lines[0] if page.lines.lines else None
        self._title = [place.entity for place in page.places_between(top.begin, top.end)] if top else []
        self._top = sorted(page.rank, key=lambda entity: page.rank[entity])[:3]
        self._placed: tuple[int, dict[int, list[str]]] = (-1, {})

    def entities(self, n: int) -> list[int]:
        """The candidate entities for figure `n`, whatever was read before it."""
        listed: dict[int, list[str]] = defaultdict(list)
        self._runs.align(self._figures[n], listed)
        return sorted(self._placed_around(n).keys() | listed.keys())

    def describe(self, n: int, metric: str, former: Former | None) -> dict[int, list[str]]:
        """Features of each candidate entity for figure `n` as `metric`."""
        figure = self._figures[n]
        out: dict[int, list[str]] = defaultdict(list)
        for entity, features in self._placed_around(n).items():
            out[entity] = list(features)
        if former is not None:
            self._former(figure, former, out)
        self._runs.align(figure, out)
        nouns = self._noun(figure)
        for entity, features in out.items():
            self._general(entity, metric, nouns, features)
        return dict(out)

    def _placed_around(self, n: int) -> dict[int, list[str]]:
        """Features by place alone, kept for the figure asked for last."""
        if self._placed[0] != n:
            figure = self._figures[n]
            out: dict[int, list[str]] = defaultdict(list)
            self._here(figure, out)
            self._layout(figure, out)
            self._before(figure, out)
            for k, entity in enumerate(dict.fromkeys(self._title)):
                out[entity].append(f"title{min(k, 2)}")
            for entity in self._top:
                out[entity].append("top")
            self._placed = n, out
        return self._placed[1]

    def joined(self, figure: Figure, entity: int) -> list[int]:
        """The entities of one class that are listed with `entity` right before the figure, which is then one for all.

        Only where no other name stands between the list and the figure.
        """
        page = self._page
        sentence = page.sentences[page.sentence(figure.begin)]
        before = page.places_between(max(sentence.begin, figure.begin - 160), figure.begin)
        own = [place for place in before if place.entity == entity]
        run = self._runs.run(own[-1]) if own else []
        if (
            not run
            or before[-1].begin > run[-1].begin
            or any(c.isdigit() for c in page.text[run[0].end : run[-1].begin])
        ):
            return []
        kind = page.types(entity)[0]
        joint = [place.entity for place in run if place.entity != entity and page.types(place.entity)[0] == kind]
        return list(dict.fromkeys(joint))

    def _here(self, figure: Figure, out: dict[int, list[str]]) -> None:
        """Mentions in the figure's own sentence."""
        page = self._page
        sentence = page.sentences[page.sentence(figure.begin)]
        before = page.places_between(max(sentence.begin, figure.begin - 400), figure.begin)[-_NEAR:]
        after = page.places_between(figure.begin, min(sentence.end, figure.end + 240))[:6]
        path = _Path(page, figure)
        seen: set[int] = set()
        first = page.word(figure.begin)
        kinds: dict[str, int] = defaultdict(int)
        for place in reversed(before):
            if place.entity in seen:
                continue
            kind = page.types(place.entity)[0]
            out[place.entity] += [f"Btrank{min(kinds[kind], 2)}", f"Bpre={self._word_before(place)}"]
            out[place.entity].append(f"Bverbs{self._verbs(place.end, figure.begin)}")
            kinds[kind] += 1
            gap = first - page.word(place.end)
            between = page.text[place.end : figure.begin]
            marks = min(between.count(",") + 2 * between.count(";"), 3)
            out[place.entity] += [f"B{bucket(gap)}", f"Brank{min(len(seen), 4)}", f"Bcomma{marks}", f"B{place.kind}"]
            out[place.entity] += [f"B{feature}" for feature in path.to(place)]
            if self._followed(place):
                out[place.entity].append("Bfollowed")
            seen.add(place.entity)
        if before:
            out[before[0].entity].append("Bfirst")
        self._after(figure, after, path, bool(seen), out)
        self._clause(figure, [*before, *after], out)

    def _clause(self, figure: Figure, places: Sequence[Place], out: dict[int, list[str]]) -> None:
        """Mark the subject of the clause that the figure stands in, and that there is one."""
        found = clause_subject(self._page, figure)
        if found is None:
            return
        subject, how = found
        own = [p for p in places if p.begin <= subject.idx < p.end or p.token == subject.i]
        if not own:
            return
        listed = {p.entity for p in self._runs.run(own[0])}
        for entity in {p.entity for p in places}:
            out[entity].append(
                f"clause={how}" if entity == own[0].entity else f"clause={'listed' if entity in listed else 'other'}"
            )

    def _after(
        self, figure: Figure, after: list[Place], path: _Path, any_before: bool, out: dict[int, list[str]]
    ) -> None:
        page = self._page
        last = page.word(figure.end)
        seen: set[int] = set()
        for place in after:
            if place.entity in seen:
                continue
            gap = page.word(place.begin) - last
            out[place.entity].append(f"Apre={self._word_before(place)}")
            out[place.entity] += [
                f"A{bucket(gap)}",
                f"Arank{min(len(seen), 2)}",
                f"A{'late' if any_before else 'only'}",
            ]
            out[place.entity] += [f"A{feature}" for feature in path.to(place)]
            words = _GAP.findall(page.text[figure.end : place.begin].lower())
            if len(words) <= 3:
                out[place.entity].append(f"Agap={'_'.join(words)}")
            seen.add(place.entity)

    def _word_before(self, place: Place) -> str:
        """The word directly before a mention, articles aside."""
        words = self._page.words
        at = place.word - 1
        while at >= 0 and words[at].text in _ARTICLES:
            at -= 1
        return words[at].text if at >= 0 and words[at].end >= place.begin - 8 else ""

    def _verbs(self, begin: int, end: int) -> int:
        """How many verbs stand between two places, at most 2."""
        page = self._page
        one, two = page.token(begin), page.token(end)
        if one is None or two is None:
            return 0
        verbs = 0
        for token in page.doc[one.i : min(two.i, one.i + 60)]:
            verbs += token.tag_.startswith("VB")
            if verbs == 2:
                break
        return verbs

    def _followed(self, place: Place) -> bool:
        """Whether another name follows directly, so that this one only qualifies it ("Tesla Model 3")."""
        following = self._page.places_between(place.end, place.end + 3)
        return any(other.entity != place.entity for other in following)

    def _layout(self, figure: Figure, out: dict[int, list[str]]) -> None:
        page = self._page
        line = page.line(figure.begin)
        if line is None or not line.item:
            return
        owner = page.lines.owner(figure.begin)
        for place in page.places_between(*owner) if owner else ():
            out[place.entity].append("label")
        above = [at for at in (line.heading, line.section) if at >= 0]
        above += range(max(above, default=-1) - 1, max(max(above, default=-1) - 4, -1), -1) if above else []
        for level, at in enumerate(above):
            heading = page.lines.lines[at]
            places = page.places_between(heading.begin, heading.end)
            for k, place in enumerate(reversed(places)):
                form = self._heading_form(heading, place)
                out[place.entity] += [f"heading{min(level, 2)}", f"heading{min(level, 2)}:{min(k, 2)}"]
                out[place.entity] += [f"heading:{form}", f"heading:{form}:{min(k, 1)}"]
            if places:
                break

    def _heading_form(self, heading: Line, place: Place) -> str:
        """How a line above a list names a thing: it is the name and little else, a short line, or running text."""
        text = self._page.text[heading.begin : heading.end].strip()
        if 2 * (place.end - place.begin) >= len(text):
            return "name"
        return "text" if len(text.split()) > _SHORT or text[-1:] in ".!?" else "line"

    def _before(self, figure: Figure, out: dict[int, list[str]]) -> None:
        """Mentions in the sentences before, as far back as some are found."""
        page = self._page
        here = page.sentence(figure.begin)
        line = page.lines.index(figure.begin)
        found = 0
        seen: set[int] = set()
        for back in range(1, 12):
            if here - back < 0 or found >= _BACK:
                break
            sentence = page.sentences[here - back]
            places = page.places_between(sentence.begin, min(sentence.end, sentence.begin + 600))
            if not places:
                continue
            same = "s" if page.lines.index(sentence.begin) == line else "d"
            for k, place in enumerate(places[:_ONCE]):
                if place.entity in seen:
                    continue
                seen.add(place.entity)
                token = page.doc[place.token]
                role = "subj" if token.dep_ in SUBJECTS else "obj"
                out[place.entity] += [f"P{found}{same}", f"P{found}rank{min(k, 3)}", f"P{found}{role}"]
                out[place.entity].append(f"P{found}{page.types(place.entity)[0]}")
                if self._followed(place):
                    out[place.entity].append("Pfollowed")
            if places:
                out[places[-1].entity].append(f"P{found}last")
            found += 1

    def _former(self, figure: Figure, former: Former, out: dict[int, list[str]]) -> None:
        page = self._page
        a, b = page.sentence(former.figure.begin), page.sentence(figure.begin)
        if a == b:
            where = "same"
        else:
            one, two = page.line(former.figure.begin), page.line(figure.begin)
            if one is not None and two is not None and one.item and two.item and one.block == two.block:
                where = "block"
            else:
                line = page.lines.index(former.figure.begin) == page.lines.index(figure.begin)
                where = f"next{line:d}" if b - a == 1 else f"line{line:d}"
        out[former.subject].append(f"former={where}")
        named = page.places_between(former.figure.end, figure.begin)
        if not any(place.entity != former.subject for place in named):
            out[former.subject].append(f"formeronly={where}")

    def _noun(self, figure: Figure) -> str:
        """The class that the common noun in subject position stands for, "" where it is none."""
        page = self._page
        token = page.token(max(figure.begin, figure.end - 1))
        for _ in range(6):
            if token is None or (token.head.i == token.i and not is_verb(token)):
                return ""
            for child in token.lefts:
                if child.dep_ in SUBJECTS:
                    found = page.table.subject_nouns.get(stem(child), "")
                    if found or child.tag_.startswith("NNP"):
                        return found  # type: ignore[no-any-return]
            if token.head.i == token.i:
                return ""
            token = token.head
        return ""

    def _general(self, entity: int, metric: str, noun: str, features: list[str]) -> None:
        page = self._page
        types = page.types(entity)
        here = any(feature[0] == "B" for feature in features)
        features += [f"rank{min(page.rank.get(entity, 9), 4)}", f"t={types[0]}", f"{metric}|t={types[0]}"]
        features += [f"{metric}|also={other}" for other in types[1:]]
        features.append(f"here={here:d}|t={types[0]}")
        features += self._fit(metric, types, features, here)
        if noun:
            features.append("noun=" + ("fits" if noun in types else "differs"))
        features += [f"{metric}|{f}" for f in features if f.startswith(_OF_METRIC)]

    def _fit(self, metric: str, types: tuple[str, ...], features: list[str], here: bool) -> list[str]:
        """Whether the metric is usually said of things of these classes."""
        usual = self._page.table.subjects.get(metric, ())
        if not usual:
            return []
        rank = min((usual.index(kind) for kind in types if kind in usual), default=-1)
        fit = f"fit={min(rank, 1)}" if rank >= 0 else "fit=no"
        headed = any(feature.startswith("heading") for feature in features)
        return [fit, f"{fit}:here={here:d}", *([f"{fit}:headed"] if headed else [])]


class _Path:
    """Paths in the tree between a figure and mentions."""

    def __init__(self, page: Page, figure: Figure) -> None:
        self._page = page
        self._steps: dict[int, tuple[int, Token]] = {}
        token = page.token(max(figure.begin, figure.end - 1))
        step = 0
        while token is not None and step < 10:
            self._steps[token.i] = (step, token)
            if token.head.i == token.i:
                break
            token = token.head
            step += 1

    def to(self, place: Place) -> list[str]:
        token = self._page.doc[place.token]
        chain: list[str] = []
        for _ in range(6):
            if token.i in self._steps:
                step, top = self._steps[token.i]
                side = "V" if is_verb(top) else "N"
                last = f"{chain[-1]}{'+' if len(chain) > 1 else ''}" if chain else "self"
                return [f"dep={last}{side}{min(step, 4)}", f"path={'>'.join(chain[-2:])}{side}"]
            if token.head.i == token.i:
                break
            chain.append(token.dep_ if token.dep_ != "prep" else f"prep_{token.lower_}")
            token = token.head
        return ["path=none"]


class _Runs:
    """Names listed in a row ("L7 Air, L7 Pro and L7 Max"), to be matched with figures listed in a row."""

    _JOINT = re.compile(
        r"\s*(?:,|/|、|&|and|or|, and|as well as)\s*|\s+(?:and|or|as well as)\s+(?:the\s+)?|,\s*(?:the|and the)\s+"
    )

    def __init__(self, page: Page) -> None:
        self._page = page
        self.member: dict[int, tuple[int, int]] = {}
        self.runs: list[list[Place]] = []
        run: list[Place] = []
        for place in page.places:
            near = bool(run) and 0 <= place.begin - run[-1].end <= _JOINED
            if near and self._JOINT.fullmatch(page.text, run[-1].end, place.begin):
                run.append(place)
            else:
                self._close(run)
                run = [place]
        self._close(run)

    def _close(self, run: list[Place]) -> None:
        if len(run) > 1:
            self.runs.append(run)
            for k, place in enumerate(run):
                self.member[place.begin] = (len(self.runs) - 1, k)

    def run(self, place: Place) -> list[Place]:
        """The row that a mention stands in, or nothing."""
        at = self.member.get(place.begin)
        return self.runs[at[0]] if at is not None else []

    def align(self, figure: Figure, out: dict[int, list[str]]) -> None:
        """Mark the name at the figure's own place in a list of as many names."""
        q = figure.quantity
        if q is None or q.role != "list" or q.size < 2:
            return
        page = self._page
        sentence = page.sentences[page.sentence(figure.begin)]
        for place in page.places_between(max(sentence.begin, figure.begin - 400), figure.begin):
            at = self.member.get(place.begin)
            if at is not None and len(self.runs[at[0]]) == q.size:
                out[place.entity].append("aligned" if at[1] == q.position else "misaligned")
