"""What speaks for a metric: words, cue words, syntax and layout around a figure."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log10

from spacy.tokens import Token

from kg.annotate.facts.clauses import clause_subject
from kg.annotate.facts.distance import bucket
from kg.annotate.facts.figures import Figure
from kg.annotate.facts.page import Page
from kg.annotate.facts.phrases import Hit, words_of
from kg.annotate.facts.tokens import is_verb, stem

BEFORE, AFTER = 24, 14
_FURTHER = ("conj", "xcomp", "ccomp", "advcl")


class MetricFeatures:
    """Describes the figures of one page; `figures` must be all of them, in order."""

    def __init__(self, page: Page, figures: Sequence[Figure]) -> None:
        self._page, self._figures = page, figures
        self._begins = [figure.begin for figure in figures]

    def describe(self, n: int, given: Mapping[int, str]) -> tuple[list[str], dict[str, list[str]]]:
        """Features of figure `n`: those that each metric weighs for itself, and those that a metric has or has not.

        `given` are the metrics of the figures before.
        """
        cues = self.cues(n)
        lexical = self.lexical(n) + [f"any:{name}" for name in cues]
        for name, features in self.former(n, given).items():
            cues.setdefault(name, []).extend(f"f:{feature}" for feature in features)
        return lexical, cues

    def lexical(self, n: int) -> list[str]:
        """Features that a weight for each metric is learnt of."""
        page, figure = self._page, self._figures[n]
        first, last = page.word(figure.begin), page.word(figure.end)
        low, high = self._bounds(figure, first, last)
        out = ["bias", *self._kind(figure)]
        before = [word.text for word in page.words[max(low, first - 6) : first]][::-1]
        after = [word.text for word in page.words[last : min(high, last + 5)]]
        out += [f"w-{k}={word}" for k, word in enumerate(before[:3], 1)] + [f"bl={word}" for word in before]
        out += [f"w+{k}={word}" for k, word in enumerate(after[:2], 1)] + [f"br={word}" for word in after]
        if len(before) > 1:
            out.append(f"w-21={before[1]}_{before[0]}")
        out += self._syntax(figure) + self._layout(figure) + self._neighbours(n)
        return out

    def cues(self, n: int) -> dict[str, list[str]]:
        """Features of each metric that has a cue word near; they mean the same for every metric."""
        page, figure = self._page, self._figures[n]
        first, last = page.word(figure.begin), page.word(figure.end)
        low, high = self._bounds(figure, first, last)
        out: dict[str, list[str]] = defaultdict(list)
        left: dict[str, Hit] = {}
        right: dict[str, Hit] = {}
        for hit in page.hits_between(low, high):
            if hit.last <= first:
                left[hit.key] = hit
            elif hit.first >= last:
                right.setdefault(hit.key, hit)
        chain = self._chain(figure)
        heads, subjects = self._heads(figure), self._subjects(figure)
        for side, hits in (("L", left), ("R", right)):
            nearest = min((_gap(hit, first, last) for hit in hits.values()), default=0)
            for key, hit in hits.items():
                gap = _gap(hit, first, last)
                between = self._between(figure, hit)
                out[key] += [f"{side}{bucket(gap)}", f"{side}q{between[0]}c{between[1]}"]
                out[key].append(f"{side}{page.text[hit.begin : hit.end].lower()}")
                if gap == nearest:
                    out[key].append(f"{side}nearest")
                for name, places in (("chain", chain), ("head", heads), ("subject", subjects)):
                    if any(hit.begin <= idx < hit.end for idx in places):
                        out[key].append(f"{side}{name}")
        self._labels(figure, out)
        return out

    def former(self, n: int, given: Mapping[int, str]) -> dict[str, list[str]]:
        """Features of metrics given to figures before: of the last one, and of the last one of the same kind."""
        page, figure = self._page, self._figures[n]
        out: dict[str, list[str]] = defaultdict(list)
        here = page.sentence(figure.begin)
        seen_last = seen_kind = False
        for k in range(n - 1, max(n - 9, -1), -1):
            other = self._figures[k]
            back = here - page.sentence(other.begin)
            if back > 3 or (seen_last and seen_kind):
                break
            where = ("same", "next", "far", "far")[back]
            alike = _alike(figure, other)
            metric = given.get(k, "none")
            if not seen_last:
                out[metric].append(f"last:{where}:{alike}")
                seen_last = True
            if alike and not seen_kind:
                mark = ""
                if figure.quantity and other.quantity and 0 <= figure.quantity.group == other.quantity.group:
                    mark = f":{figure.quantity.role}"
                out[metric].append(f"alike:{where}{mark}")
                seen_kind = True
        return out

    def _bounds(self, figure: Figure, first: int, last: int) -> tuple[int, int]:
        page = self._page
        sentence = page.sentences[page.sentence(figure.begin)] if page.sentences else None
        low = page.word(sentence.begin) if sentence else 0
        high = page.word(sentence.end) if sentence else len(page.words)
        line = page.line(figure.begin)
        if line is not None and line.item:
            low, high = page.word(line.begin), page.word(line.end)
        return max(low, first - BEFORE), min(max(high, last), last + AFTER)

    def _between(self, figure: Figure, hit: Hit) -> tuple[int, int]:
        begin, end = (hit.end, figure.begin) if hit.begin < figure.begin else (figure.end, hit.begin)
        figures = bisect_left(self._begins, end) - bisect_left(self._begins, begin)
        text = self._page.text[begin:end]
        return min(figures, 2), min(text.count(",") + text.count(";") + text.count(":"), 2)

    def _kind(self, figure: Figure) -> list[str]:
        if figure.date is not None:
            date = figure.date
            return ["kind=date", f"kind=date:{date.kind}", f"edge={date.edge}"]
        q = figure.quantity
        if q is None:
            return []
        out = [f"kind={q.kind}", f"unit={q.unit}", f"name={q.name}", f"mod={q.modifier}", f"role={q.role}{q.position}"]
        out += [f"per={q.per.lower()}"] if q.per else []
        out += ["conversion"] if q.conversion >= 0 else []
        out += [f"scale={q.scale:g}"] + (["negative"] if isinstance(q.value, int | float) and q.value < 0 else [])
        if q.kind == "bare":
            size = float(q.value)
            out += [f"small={int(size)}" if size < 10 and size == int(size) else f"digits={len(str(int(abs(size))))}"]
        size = int(2 * log10(abs(q.value))) if q.value else -9
        return [*out, f"kr={q.kind}{q.role}{q.position}", f"size={q.kind}:{size}"]

    def _heads(self, figure: Figure) -> list[int]:
        """Offset of the noun that the figure itself stands before or counts."""
        token = self._page.token(max(figure.begin, figure.end - 1))
        if token is None or token.head.i == token.i or token.dep_ in ("pobj", "dobj", "attr", "npadvmod"):
            return []
        return [token.head.idx] if token.head.i > token.i else []

    def _subjects(self, figure: Figure) -> list[int]:
        """Offsets of the subjects of the verbs above the figure, with what they are made of ("sales of")."""
        out = []
        for token in self._above(figure):
            if is_verb(token):
                for child in token.lefts:
                    if child.dep_ in ("nsubj", "nsubjpass"):
                        out += [child.idx, *(part.idx for part in child.lefts if part.dep_ in ("compound", "amod"))]
                break
        return out

    def _chain(self, figure: Figure) -> list[int]:
        """Character offsets of the tokens above the figure in the tree, nearest first, and of the verb's subject."""
        return [token.idx for token in self._above(figure)]

    def _above(self, figure: Figure) -> list[Token]:
        token = self._page.token(max(figure.begin, figure.end - 1))
        out: list[Token] = []
        while token is not None and token.head.i != token.i and len(out) < 5:
            token = token.head
            if token.idx < figure.begin or token.idx >= figure.end:
                out.append(token)
        return out

    def _syntax(self, figure: Figure) -> list[str]:
        out = []
        above = self._above(figure)
        for k, token in enumerate(above[:3], 1):
            out.append(f"a{k}={stem(token)}")
        verb = next((token for token in above if is_verb(token)), None)
        if verb is not None:
            out.append(f"v={stem(verb)}")
            out += [f"s={stem(child)}" for child in verb.lefts if child.dep_ in ("nsubj", "nsubjpass")]
            out += [f"{child.dep_}={stem(child)}" for child in verb.rights if child.dep_ in _FURTHER and is_verb(child)]
        token = self._page.token(max(figure.begin, figure.end - 1))  # type: ignore[assignment]
        if token is not None:
            out.append(f"dep={token.dep_}")
            if token.dep_ in ("nummod", "quantmod", "compound", "amod", "nmod") and token.head.i > token.i:
                out.append(f"n={stem(token.head)}")
        return out

    def _layout(self, figure: Figure) -> list[str]:
        page = self._page
        line = page.line(figure.begin)
        out = ["title"] if page.lines.lines and figure.begin < page.lines.lines[0].end else []
        open_bracket = page.text.rfind("(", max(0, figure.begin - 60), figure.begin)
        if open_bracket >= 0 and ")" not in page.text[open_bracket : figure.begin]:
            out.append("bracketed")
        if line is None or not line.item:
            return out
        out.append("item")
        span = page.lines.label(figure.begin)
        if span is not None:
            label = [word.text for word in words_of(page.text, *span)]
            out += [f"lab={word}" for word in label[:8]] + [f"labels={'_'.join(label[:4])}"]
        if line.heading >= 0:
            above = page.lines.lines[line.heading]
            out += [
                f"hd={word.text}" for word in words_of(page.text, above.begin, min(above.end, above.begin + 120))[:12]
            ]
        return out

    def _labels(self, figure: Figure, out: dict[str, list[str]]) -> None:
        page = self._page
        line = page.line(figure.begin)
        if line is None or not line.item:
            return
        span = page.lines.label(figure.begin)
        if span is not None:
            words = words_of(page.text, *span)
            for phrases in (page.table.labels, page.table.cues):
                for hit in phrases.find(words):
                    out[hit.key].append("label" if hit.last - hit.first < len(words) else "labelwhole")
        if line.heading >= 0:
            above = page.lines.lines[line.heading]
            for hit in page.hits_between(page.word(above.begin), page.word(min(above.end, above.begin + 200))):
                out[hit.key].append("heading")

    def _neighbours(self, n: int) -> list[str]:
        page, figure = self._page, self._figures[n]
        out = []
        if n:
            former = self._figures[n - 1]
            near = page.sentence(former.begin) == page.sentence(figure.begin)
            kind = former.quantity.kind if former.quantity else "date"
            if near:
                gap = bucket(page.word(figure.begin) - page.word(former.end))
                out += [f"pk={kind}", f"pk={kind}:{min(gap, 3)}"]
        before = page.places_between(figure.begin - 80, figure.begin)
        after = page.places_between(figure.end, figure.end + 60)
        subject = clause_subject(page, figure)
        if subject is not None:
            token = subject[0]
            own = [p for p in page.places_between(token.idx - 60, token.idx + 1) if p.end > token.idx]
            out.append(f"ct={page.types(own[-1].entity)[0]}" if own else f"cs={stem(token)}")
        if before:
            out.append(f"pt={page.types(before[-1].entity)[0]}")
        if after:
            out.append(f"nt={page.types(after[0].entity)[0]}")
        return out


def _alike(one: Figure, two: Figure) -> bool:
    if one.quantity is None or two.quantity is None:
        return one.quantity is two.quantity
    counts = ("bare", "vehicle", "units")
    a, b = one.quantity.kind, two.quantity.kind
    return a == b or (a in counts and b in counts)


def _gap(hit: Hit, first: int, last: int) -> int:
    return first - hit.last if hit.last <= first else hit.first - last
