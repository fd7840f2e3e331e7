"""Names of one article → entities: which names stand for one thing, and why."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.annotate.forms import PRODUCTS, Forms, abbreviates, bracketed, family, initials, loose, one_letter_off, plain
from kg.annotate.labels import ACTORS
from kg.annotate.names import Name
from kg.model import LocalEntity, Mention, Merge
from kg.ontology import Concept

PERSON = "Person"
COMMON_ENDING = "same name but for a common ending"


@dataclass(frozen=True, slots=True)
class Surface:
    """One string of one article: its class, how often and where first, the lexicon's concept."""

    text: str
    type: str
    count: int
    first: int
    concept: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Link:
    """Two surfaces, by index, that stand for one thing, and why."""

    left: int
    right: int
    reason: str


def entities(
    text: str, names: Sequence[Name], forms: Forms, concepts: dict[str, Concept]
) -> tuple[tuple[LocalEntity, ...], tuple[Mention, ...]]:
    """Cluster the names. Entities in order of first mention; mentions in reading order."""
    surfaces = _surfaces(names)
    links = list(_links(text, names, surfaces, forms))
    root = _union(surfaces, links)
    groups: dict[int, list[int]] = defaultdict(list)
    for n in range(len(surfaces)):
        groups[root[n]].append(n)
    ordered = sorted(groups.values(), key=lambda g: (min(surfaces[n].first for n in g), surfaces[g[0]].text))
    fronts = _fronts(names)
    local = tuple(
        _entity([surfaces[n] for n in g], [k for k in links if k.left in g], surfaces, concepts, fronts)
        for g in ordered
    )
    number = {surfaces[n].text: e for e, g in enumerate(ordered) for n in g}
    mentions = tuple(
        Mention(n.begin, n.end, n.text, number[n.text], "name", n.found_by, round(n.confidence, 3)) for n in names
    )
    return local, mentions


def _surfaces(names: Sequence[Name]) -> list[Surface]:
    rows: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        rows[name.text].append(name)
    found = []
    for text, group in rows.items():
        concept = next((n.concept for n in group if n.concept), "")
        first = min(n.begin for n in group)
        found.append(Surface(text, group[0].type, len(group), first, concept, max(n.confidence for n in group)))
    return sorted(found, key=lambda s: (s.first, s.text))


def _links(text: str, names: Sequence[Name], surfaces: Sequence[Surface], forms: Forms) -> Iterator[Link]:
    index = {s.text: n for n, s in enumerate(surfaces)}
    yield from _by_key(surfaces, lambda s: s.concept, "one thing in the lexicon")
    yield from _by_key(surfaces, lambda s: _key(s, plain(s.text)), "same name")
    yield from _by_key(surfaces, lambda s: _key(s, loose(s.text)), "same letters")
    yield from _by_key(
        surfaces, lambda s: _key(s, loose(forms.core(s.text, s.type))), "same name but for a common ending"
    )
    yield from _sectors(surfaces, forms)
    yield from _described(surfaces, forms)
    yield from _shortened(surfaces, forms)
    yield from _trims(surfaces, forms)
    yield from _persons(surfaces, forms)
    yield from _products(surfaces, forms)
    yield from _acronyms(surfaces, forms)
    yield from _abbreviated(surfaces)
    yield from _brackets(text, names, index)
    yield from _misspelt(surfaces)


def _key(surface: Surface, core: str) -> str:
    return f"{family(surface.type)} {core}" if core else ""


def _by_key(surfaces, key, reason: str) -> Iterator[Link]:  # type: ignore[no-untyped-def]
    first: dict[str, int] = {}
    for n, surface in enumerate(surfaces):
        k = key(surface)
        if k and k in first:
            yield Link(first[k], n, reason)
        elif k:
            first[k] = n


def _sectors(surfaces: Sequence[Surface], forms: Forms) -> Iterator[Link]:
    """Acme Automobile is Acme where one of the two names hardly occurs."""
    cores = {_key(s, loose(forms.core(s.text, s.type))): n for n, s in reversed(list(enumerate(surfaces)))}
    for n, s in enumerate(surfaces):
        if family(s.type) != "Actor" or s.concept:
            continue
        short = _key(s, loose(forms.core(s.text, s.type, sector=True)))
        other = cores.get(short)
        if other is not None and other != n and min(s.count, surfaces[other].count) <= 2:
            yield Link(min(n, other), max(n, other), "same name but for a word of trade")


def _described(surfaces: Sequence[Surface], forms: Forms) -> Iterator[Link]:
    """ "cobalt-free LFP battery" and "LFP (LiFePO4) cells" are "LFP"."""
    cores: dict[str, int] = {}
    for n, s in enumerate(surfaces):
        cores.setdefault(_key(s, loose(forms.core(s.text, s.type))), n)
    seen: dict[str, int] = {}
    versions = Counter(parts[0] for s in surfaces if s.type in PRODUCTS and (parts := bracketed(s.text)))
    for n, s in enumerate(surfaces):
        others = () if forms.distinct(s.text) else bracketed(s.text)
        if others and s.type in PRODUCTS and versions[others[0]] > 1:
            continue
        if s.type == "Technology":
            others = (*others, forms.proper(s.text))
        for other in others:
            key = _key(s, loose(forms.core(other, s.type))) if other else ""
            if key:
                m = cores.get(key, seen.get(key, n))
                seen.setdefault(key, n)
                if m != n:
                    yield Link(min(n, m), max(n, m), "same proper name, described further")


def _shortened(surfaces: Sequence[Surface], forms: Forms) -> Iterator[Link]:
    """ "Cerberus" is the one longer name that begins or ends with it, unless the rest names a part of the whole.

    What the lexicon knows by the short name is left to it, and what it knows by a longer one has no other rest.
    """
    actors = [
        (n, tuple(forms.core(s.text, s.type).split())) for n, s in enumerate(surfaces) if family(s.type) == "Actor"
    ]
    places = {plain(s.text) for s in surfaces if s.type == "Place"}
    for n, words in actors:
        if surfaces[n].concept or not words:
            continue
        for rest, m in (*_longer(words, actors, front=True), *_longer(words, actors, front=False)):
            if not (forms.parts | places | {"of", "for", "and", "&", "-"}).intersection(rest):
                yield Link(min(n, m), max(n, m), "first or last words of the longer name")


def _longer(
    words: tuple[str, ...], names: Sequence[tuple[int, tuple[str, ...]]], *, front: bool
) -> list[tuple[tuple[str, ...], int]]:
    """What the one longer name that begins (or ends) with `words` has beside them, and its first spelling, if any."""
    size, rests = len(words), dict[tuple[str, ...], int]()
    for m, other in names:
        if len(other) > size and (other[:size] if front else other[-size:]) == words:
            rests.setdefault(other[size:] if front else other[:-size], m)
    return list(rests.items()) if len(rests) == 1 else []


def _trims(surfaces: Sequence[Surface], forms: Forms) -> Iterator[Link]:
    """ "Knight edition" is the one longer model name that ends with it."""
    models = [(n, tuple(forms.core(s.text, s.type).split())) for n, s in enumerate(surfaces) if s.type == "Model"]
    for n, words in models:
        for rest, m in _longer(words, models, front=False):
            if not forms.distinct(" ".join(rest)):
                yield Link(min(n, m), max(n, m), "last words of the longer name")


def _persons(surfaces: Sequence[Surface], forms: Forms) -> Iterator[Link]:
    """A single name belongs to the one full name that holds it."""
    people = [(n, forms.core(s.text, s.type).split()) for n, s in enumerate(surfaces) if s.type == "Person"]
    orders: dict[tuple[str, ...], int] = {}
    for n, words in people:
        first = orders.setdefault(tuple(sorted(words)), n)
        if first != n:
            yield Link(first, n, "same words of a name in another order")
        full = [m for m, other in people if len(other) > len(words) and _part(words, other)]
        if full and len({tuple(forms.core(surfaces[m].text, "Person").split()) for m in full}) == 1:
            yield Link(min(n, full[0]), max(n, full[0]), "part of the full name")


def _part(words: Sequence[str], full: Sequence[str]) -> bool:
    if len(words) == 1:
        return words[0] in (full[-1], full[0])
    return words[0] == full[0] and words[-1] == full[-1]


def _products(surfaces: Sequence[Surface], forms: Forms) -> Iterator[Link]:
    """ "Acme X5" is "X5": a maker's name in front makes no other product."""
    makers = sorted({plain(s.text) for s in surfaces if s.type in ACTORS}, key=lambda m: (-len(m), m))
    for kind in ("Model", "Technology"):
        cores: dict[str, int] = {}
        for n, s in enumerate(surfaces):
            if s.type == kind:
                cores.setdefault(loose(forms.core(s.text, kind)), n)
        for n, s in enumerate(surfaces):
            if s.type != kind:
                continue
            name = plain(forms.proper(s.text) or s.text) if kind == "Technology" else forms.core(s.text, kind)
            for maker in makers:
                if name.startswith(maker + " "):
                    other = cores.get(loose(forms.core(name[len(maker) + 1 :], kind)))
                    if other is not None and other != n:
                        yield Link(min(n, other), max(n, other), "same product, its maker in front")


def _acronyms(surfaces: Sequence[Surface], forms: Forms) -> Iterator[Link]:
    owners: dict[str, set[int]] = defaultdict(set)
    for n, s in enumerate(surfaces):
        for acronym in initials(s.text) | initials(forms.core(s.text, s.type)):
            owners[f"{family(s.type)} {acronym}"].add(n)
    for n, s in enumerate(surfaces):
        if s.text.isupper() and 2 <= len(s.text) <= 6:
            named = owners.get(f"{family(s.type)} {s.text}", set()) - {n}
            if len({loose(forms.core(surfaces[m].text, s.type)) for m in named}) == 1:
                yield from (Link(min(n, m), max(n, m), "acronym") for m in sorted(named))


def _abbreviated(surfaces: Sequence[Surface]) -> Iterator[Link]:
    """ "Dune SR" is "Dune Standard Range"."""
    products = [(n, s) for n, s in enumerate(surfaces) if s.type in PRODUCTS]
    for n, s in products:
        longer = [m for m, other in products if other.type == s.type and abbreviates(s.text, other.text)]
        yield from (Link(min(n, m), max(n, m), "words of the name as initials") for m in longer)


def _brackets(text: str, names: Sequence[Name], index: dict[str, int]) -> Iterator[Link]:
    """ "Great Wall Motor (GWM)": a name in brackets right behind one of the same class is another name for it."""
    ordered = sorted(names, key=lambda n: (n.begin, n.end))
    ends = {n.end: n for n in ordered}
    for name in ordered:
        before = re.search(r"[ ]?[(（][\"“]?$", text[max(0, name.begin - 4) : name.begin])
        if before is None or text[name.end : name.end + 2].lstrip('"”’')[:1] not in {")", "）", ",", ";"}:
            continue
        other = ends.get(name.begin - len(before.group()))
        if other is None or family(other.type) != family(name.type) or other.type == "Place" or other.text == name.text:
            continue
        if not (other.concept and name.concept and other.concept != name.concept):
            left, right = sorted((index[other.text], index[name.text]))
            yield Link(left, right, "alias in brackets")


def _misspelt(surfaces: Sequence[Surface]) -> Iterator[Link]:
    """ "Hyunday" is "Hyundai": an unknown name one letter off another that is known or that the article has more often.

    A person's name may be one letter off a company's.
    """
    for n, s in enumerate(surfaces):
        if s.concept:
            continue
        for m, other in enumerate(surfaces):
            kinds = {family(s.type), family(other.type)}
            fits = len(kinds) == 1 or (other.concept and "Person" not in kinds)
            if m != n and fits and (other.concept or other.count > s.count) and one_letter_off(s.text, other.text):
                yield Link(min(n, m), max(n, m), "misspelt")


def _union(surfaces: Sequence[Surface], links: Sequence[Link]) -> list[int]:
    """Connected surfaces; a link that would join two different concepts of the lexicon is dropped.

    It is kept where one article calls a model by both its name and a common ending: "Tang", "Tang EV".
    """
    root = list(range(len(surfaces)))
    concept = [s.concept for s in surfaces]

    def find(n: int) -> int:
        while root[n] != n:
            n = root[n]
        return n

    for link in links:
        a, b = find(link.left), find(link.right)
        two = concept[a] and concept[b] and concept[a] != concept[b]
        alike = link.reason == COMMON_ENDING and surfaces[link.left].type == "Model"
        if a == b or (two and not alike):
            continue
        a, b = min(a, b), max(a, b)
        root[b] = a
        concept[a] = concept[a] or concept[b]
    return [find(n) for n in range(len(surfaces))]


def _fronts(names: Sequence[Name]) -> frozenset[str]:
    """Names that stand in front of a product's name: marques."""
    starts = {n.begin: n for n in names if n.type == "Model"}
    return frozenset(n.text for n in names if n.type in ACTORS and n.begin in starts and starts[n.begin].end > n.end)


def _entity(
    group: Sequence[Surface],
    links: Sequence[Link],
    surfaces: Sequence[Surface],
    concepts: dict[str, Concept],
    fronts: frozenset[str],
) -> LocalEntity:
    votes: Counter[str] = Counter()
    for s in group:
        votes[s.type] += s.count
    concept = next((s.concept for s in group if s.concept), "")
    best = max(sorted(votes), key=lambda t: votes[t])
    types: tuple[str, ...] = (best,)
    known = concepts.get(concept)
    if known is not None and family(known.types[0]) == family(best):
        types = known.types
    elif best in ACTORS and (len(ACTORS & votes.keys()) == 2 or any(s.text in fronts for s in group)):
        types = ("Company", "Brand") if best == "Company" else ("Brand", "Company")
    name = max(group, key=lambda s: (best == PERSON and " " in s.text, s.count, len(s.text), s.text)).text
    inside = {s.text for s in group}
    merges = {
        (surfaces[k.left].text, surfaces[k.right].text): k.reason
        for k in reversed(links)
        if surfaces[k.left].text in inside and surfaces[k.right].text in inside
    }
    return LocalEntity(
        types,
        name,
        tuple(sorted(inside)),
        concept,
        tuple(Merge(a, b, reason) for (a, b), reason in sorted(merges.items())),
        round(max(s.confidence for s in group), 3),
    )
