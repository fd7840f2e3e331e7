#!/usr/bin/env python3
"""Read and check the annotated training articles of train/articles (the format: articles/README.md).

    check_articles.py [--mark] [--notes] FILE...

--mark   write marks into the files for unmarked occurrences of surfaces that are marked elsewhere in the article
--notes  also print remarks on what may be incomplete (a model nobody makes, a value that the evidence does not show)
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

TYPES = set(["Company", "Brand", "Model", "Person", "Technology", "Organization", "Place"])
MAKER, RIVAL = "Company Brand", "Company Brand Model"
RELATIONS: dict[str, tuple[str, str]] = {
    "ownsBrand": ("Company", "Brand"),
    "subsidiaryOf": ("Company", "Company"),
    "makes": (MAKER, "Model"),
    "variantOf": ("Model", "Model"),
    "usesTechnology": ("Model Brand Company", "Technology"),
    "develops": ("Company Brand Organization", "Technology"),
    "worksFor": ("Person", "Company Brand Organization"),
    "founded": ("Person Company", MAKER),
    "partnersWith": (MAKER, MAKER),
    "supplies": ("Company", RIVAL),
    "competesWith": (RIVAL, RIVAL),
    "partOf": ("Technology", "Technology"),
    "invests": ("Company Person", "Company"),
    "locatedIn": ("Company Organization Place", "Place"),
}
METRICS = set(
    [
        "price",
        "sales",
        "deliveries",
        "orders",
        "production",
        "capacity",
        "revenue",
        "profit",
        "investment",
        "rdInvestment",
        "marketShare",
        "stake",
        "growth",
        "range",
        "batteryCapacity",
        "power",
        "torque",
        "acceleration",
        "topSpeed",
        "length",
        "width",
        "height",
        "wheelbase",
        "voltage",
        "launchDate",
        "foundedDate",
        "employees",
        "stores",
        "patents",
        "other",
    ]
)
UNITS = set(
    [
        "CNY",
        "USD",
        "EUR",
        "JPY",
        "KRW",
        "INR",
        "GBP",
        "vehicle",
        "percent",
        "km",
        "km/h",
        "mm",
        "kWh",
        "kW",
        "hp",
        "Nm",
        "V",
        "s",
        "year",
        "date",
        "other",
    ]
)
STATUS = {"denied", "rumoured", "hypothetical", "former"}
MARK = re.compile(r"\[\[|\|(~?[\w-]+)\]\]")
ABBREVIATIONS = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Ltd|Co|Inc|Corp|No|St|Rs|Jr|vs|approx|i\.e|e\.g|[A-Z])\.$")
STATEMENT = re.compile(r'(?P<s>\S+) (?P<p>\w+) (?P<o>\S+)(?P<rest>.*?) @ "(?P<q>.+)"$')
OPTION = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')
PERIOD = re.compile(r"\d{4}(-Q[1-4]|-\d\d(-\d\d)?)?(/\d{4}-\d\d)?$")
DATE, NUMBER = re.compile(r"\d{4}(-\d\d){0,2}$"), re.compile(r"-?\d+(\.\d+)?$")
Span = Entity = dict[str, Any]


class ArticleError(ValueError):
    """What is wrong in an article, one line per problem."""


def strip_marks(marked: str) -> tuple[str, list[Span]]:
    """Plain text of a marked one, and its spans: start, end, id, coref ("[[...|-]]" has the id "-": no entity)."""
    text, spans, opened, last = "", [], [], 0
    for m in MARK.finditer(marked):
        text += marked[last : m.start()]
        last = m.end()
        if m.group(1) is None:
            opened.append(len(text))
        elif opened:
            key, coref = m.group(1).lstrip("~"), m.group(1)[0] == "~"
            spans.append({"start": opened.pop(), "end": len(text), "id": key, "coref": coref})
        else:
            raise ArticleError(f"mark closed but not opened: {marked[max(0, m.start() - 30) : m.end()]!r}")
    if opened:
        raise ArticleError(f"{len(opened)} mark(s) not closed")
    return text + marked[last:], sorted(spans, key=lambda s: (s["start"], -s["end"]))


def sentences(text: str) -> list[str]:
    """Sentences of a text; a line break ends one as well."""
    found: list[str] = []
    for line in text.split("\n"):
        start = 0
        for m in re.finditer(r"[.!?。！？][\"'”’)]*\s+(?=[\"'“‘(\[]?[A-Z0-9])", line):
            if not ABBREVIATIONS.search(line[start : m.start() + 1]):
                found.append(line[start : m.end()].strip())
                start = m.end()
        found.append(line[start:].strip())
    return [s for s in found if s]


def occurrences(needle: str, text: str, hyphen: str = "-") -> list[int]:
    """Where a string stands as whole words or numbers (a part of a hyphenated word is none, unless hyphen is "")."""
    head = rf"(?<![\w{hyphen}])(?<!\d[.,])" if needle[:1].isalnum() else ""
    tail = (r"(?!\w|-\w)" if hyphen else r"(?!\w)") + r"(?![.,]\d)" if needle[-1:].isalnum() else ""
    return [m.start() for m in re.finditer(head + re.escape(needle) + tail, text)]


def read_entities(lines: list[str], text: str, spans: list[Span], problems: list[str]) -> dict[str, Entity]:
    """The declared entities by id, with their mentions; what is wrong with them or the marks goes to problems."""
    entities: dict[str, Entity] = {}
    for line in lines:
        key, types, name = [*line.split(None, 2), "", "", ""][:3]
        first, *also = types.split("/")
        if key in entities or not name or not {first, *also} <= TYPES:
            problems.append(f"entity line incomplete, twice or of unknown type: {line!r}")
        entities[key] = {"id": key, "type": first, "also": also, "name": name.strip(), "mentions": []}
    owner: dict[str, str] = {}
    for span in spans:
        surface, key = text[span["start"] : span["end"]], span["id"]
        problems += [f"blank at the edge of a mark: {surface!r}"] if surface != surface.strip() else []
        if key != "-" and key not in entities:
            problems.append(f"marked but not declared: {surface!r} {key}")
        elif key != "-" and not span["coref"]:
            if owner.setdefault(surface, key) != key:
                problems.append(f"{surface!r} names {owner[surface]} and {key}")
            entities[key]["mentions"] = list(dict.fromkeys([*entities[key]["mentions"], surface]))
    problems += [f"{e['id']} ({e['name']}) is not mentioned" for e in entities.values() if not e["mentions"]]
    for surface in owner:
        for at in occurrences(surface, text):
            if not any(s["start"] <= at and at + len(surface) <= s["end"] for s in spans):
                problems.append(f"unmarked: {surface!r} in {text[max(0, at - 20) : at + len(surface) + 20]!r}")
    return entities


def statement(line: str, section: str, entities: dict[str, Entity], split: list[str]) -> list[dict[str, Any]]:
    """The relations or facts that one line of a section stands for (comma lists of ids are multiplied out)."""
    m = STATEMENT.match(line.strip())
    if m is None:
        raise ArticleError("not a statement with a quote")
    options = {key: quoted or plain for key, quoted, plain in OPTION.findall(m["rest"])}
    stated = options.get("status") in STATUS if section == "negatives" else "status" not in options
    if set(options) - {"role", "period", "q", "status"} or not stated:
        raise ArticleError(f"unknown option or status in {options}")
    hits = [s for s in split for _ in occurrences(m["q"], s, "")]
    if len(hits) != 1:
        raise ArticleError(f"quote found {len(hits)} times")
    extra = {"evidence": hits[0]} | ({"status": options["status"]} if section == "negatives" else {})
    subjects, predicate = m["s"].split(","), m["p"]
    if section == "facts" or predicate in METRICS:
        unit, value = [*m["rest"].split(), ""][0], m["o"]
        if predicate not in METRICS or unit not in UNITS or not set(subjects) <= set(entities):
            raise ArticleError(f"unknown metric, unit {unit!r} or subject")
        if not (DATE if unit == "date" else NUMBER).match(value) or not PERIOD.match(options.get("period", "2000")):
            raise ArticleError("value or period")
        number = value if unit == "date" else float(value) if "." in value else int(value)
        rest = {"unit": unit, "period": options.get("period", ""), "qualifier": options.get("q", ""), **extra}
        return [{"s": s, "metric": predicate, "value": number, **rest} for s in subjects]
    if predicate not in RELATIONS:
        raise ArticleError(f"unknown relation {predicate}")
    role = {"role": options["role"]} if "role" in options else {}
    made = [{"s": s, "p": predicate, "o": o, **role, **extra} for s in subjects for o in m["o"].split(",")]
    for r in made:
        for end, kinds in zip((r["s"], r["o"]), RELATIONS[predicate], strict=True):
            known = entities.get(end, {"type": "", "also": []})
            if not {known["type"], *known["also"]} & set(kinds.split()) or r["s"] == r["o"]:
                raise ArticleError(f"{end} cannot be an end of {predicate}")
    return made


def parse(path: str | Path) -> dict[str, Any]:
    """An article as the gold JSON structure, with "negatives", "spans" and "date"; ArticleError if it is not valid."""
    raw = Path(path).read_text(encoding="utf-8")
    head: dict[str, str] = dict(re.findall(r"^# (id|date): *(\S+)", raw, re.M))
    body, *parts = re.split(r"^== (\w+) *\n", re.sub(r"\A(#.*\n)+", "", raw), flags=re.M)
    sections = {name: block.strip().splitlines() for name, block in zip(parts[::2], parts[1::2], strict=True)}
    problems = [f"unknown section {n}" for n in sections if n not in ("entities", "relations", "facts", "negatives")]
    problems += [] if head.get("id") == Path(path).stem else [f"id {head.get('id')!r} is not the file name"]
    text, spans = strip_marks(body.strip() + "\n")
    entities = read_entities(sections.get("entities", []), text, spans, problems)
    article: dict[str, Any] = {
        "id": head.get("id", ""),
        "url": "written for training",
        "date": head.get("date", ""),
        "text": text,
        "entities": list(entities.values()),
        "relations": [],
        "facts": [],
        "negatives": [],
        "spans": [s for s in spans if s["id"] != "-"],
    }
    split, seen = sentences(text), []
    for section in ("relations", "facts", "negatives"):
        for line in sections.get(section, []):
            try:
                for item in statement(line, section, entities, split):
                    key = [section, {k: v for k, v in item.items() if k != "evidence"}]
                    if key in seen:
                        problems.append(f"twice: {line!r}")
                    seen.append(key)
                    article[section].append(item)
            except ArticleError as error:
                problems.append(f"{error}: {line!r}")
    if problems:
        raise ArticleError("\n".join(problems))
    return article


def main(arguments: list[str]) -> int:
    """Check the files named; the exit status is 1 where one is not valid."""
    from complete_articles import mark, notes

    files, bad = [Path(a) for a in arguments if not a.startswith("--")], 0
    total = dict.fromkeys(("entities", "relations", "facts", "negatives", "spans"), 0)
    for path in files:
        try:
            if "--mark" in arguments:
                mark(path)
            article = parse(path)
        except ValueError as error:
            bad += 1
            print(path.name, *str(error).split("\n"), sep="\n    ")
            continue
        for section in total:
            total[section] += len(article[section])
        for note in notes(article) if "--notes" in arguments else []:
            print(path.name, "note:", note)
    print(f"{len(files)} articles, {bad} not valid;", ", ".join(f"{n} {section}" for section, n in total.items()))
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
