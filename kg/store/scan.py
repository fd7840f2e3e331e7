"""SPARQL text seen as tokens: what must never reach the engine, and where the VALUES of parameters stand.

The engine really opens connections for SERVICE and has no switch against it, so queries are looked through before. In
SPARQL it depends on the grammar whether "<" opens an IRI or compares, and keywords need no space around them, so that
a plain list of tokens can be led astray. `refuse` therefore follows every reading of each "<".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import QueryInvalid

_TOKEN = re.compile(
    r"""
    (?P<space>(?:\s|\#[^\n\r]*)+)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^\"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
              | \"(?:[^\"\\\n\r]|\\.)*\" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z0-9-]+)
  | (?P<name>[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
  | (?P<word>\w+)
  | (?P<other>\\?.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SERVICE_NAME = re.compile(r"service[^:]*:|\.service", re.IGNORECASE)
_AFTER_SERVICE = re.compile(r"(?:\s|#[^\n\r]*)*(?:[<?$]|[\w.-]*:|silent)", re.IGNORECASE)
_LOOK_BACK = 1000
_MAY_BE_REFUSED = re.compile("service|file:|load", re.IGNORECASE)
_SERVICE_REFUSED = "SERVICE is refused: queries see this store only (nor may a prefix be called so)"
_UPDATES = {"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"}
_FORMS = {"select", "ask", "construct", "describe"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: its kind (a group of the pattern above), and where it begins and ends."""

    kind: str
    text: str
    begin: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query in its usual reading (what may be an IRI is one), without spaces and comments."""
    at = 0
    while at < len(text):
        token = _token(text, at)
        at = token.end
        if token.kind != "space":
            yield token


def _token(text: str, at: int) -> Token:
    match = _TOKEN.match(text, at)
    if match is None or match.lastgroup is None:  # cannot be: the last alternative takes any character
        raise QueryInvalid(show(text, *place(text, at), "unreadable"))
    return Token(match.lastgroup, match[0], match.start(), match.end())


def refuse(text: str) -> None:
    """Raise QueryInvalid for a query that asks other servers, reads files, or changes the store."""
    for token, reading in _all_readings(text):
        if _calls_service(token, reading):
            _fail(text, token.begin, _SERVICE_REFUSED)
        if token.kind == "iri" and token.text[1:6].lower() == "file:" and _after_from(reading, token.begin):
            _fail(text, token.begin, "FROM cannot read files: name graphs of this store")
    first = next((t for t in tokens(text) if t.kind == "word" and t.text.lower() in _UPDATES | _FORMS), None)
    if first is not None and first.text.lower() in _UPDATES:
        _fail(text, first.begin, f"{first.text.upper()} is refused: the store is only read")


def refuse_update(text: str) -> None:
    """Raise QueryInvalid for an update that asks other servers or loads addresses."""
    for token, reading in _all_readings(text):
        if _calls_service(token, reading):
            _fail(text, token.begin, _SERVICE_REFUSED)
        if _loads(token, reading):
            _fail(text, token.begin, "LOAD is refused: send the data themselves (nor may a prefix begin so)")


def _all_readings(text: str) -> Iterator[tuple[Token, str]]:
    """Every token of every reading of the text, as it stands and with its escapes resolved.

    One without any word that may be refused is passed over: to look through a long query takes a millisecond.
    """
    for reading in {text: None, _unescaped(text): None}:
        if _MAY_BE_REFUSED.search(reading):
            for token in _readings(reading):
                yield token, reading


def _readings(text: str) -> Iterator[Token]:
    """Every token that any reading of the text can come upon."""
    waiting, seen = [0], {0}
    while waiting:
        at = waiting.pop()
        if at >= len(text):
            continue
        token = _token(text, at)
        yield token
        following = {token.end, at + 1} if token.kind == "iri" else {token.end}
        waiting += sorted(following - seen)
        seen |= following


def _calls_service(token: Token, text: str) -> bool:
    if token.kind == "name":
        return bool(_SERVICE_NAME.search(token.text))
    return token.kind == "word" and "service" in token.text.lower() and bool(_AFTER_SERVICE.match(text, token.end))


def _loads(token: Token, text: str) -> bool:
    if not token.text.lower().startswith("load"):
        return False
    return token.kind == "name" or (token.kind == "word" and bool(_AFTER_SERVICE.match(text, token.end)))


def _after_from(text: str, at: int) -> bool:
    before = text[max(0, at - _LOOK_BACK) : at]
    return bool(re.search(r"from(?:\s|#[^\n\r]*[\n\r])*(?:named(?:\s|#[^\n\r]*[\n\r])*)?$", before, re.IGNORECASE))


def _unescaped(text: str) -> str:
    """The text with its code point escapes resolved, as SPARQL (19.2) allows a parser to do before all else."""
    return _ESCAPE.sub(lambda match: _character(int(match[1] or match[2], 16), match[0]), text)


def _character(code: int, otherwise: str) -> str:
    return chr(code) if code <= 0x10FFFF else otherwise


def has_dataset(text: str) -> bool:
    """Whether the query names its own data set (FROM), so that the union of all graphs must not stand in for it."""
    for token in tokens(text):
        if token.kind == "word" and token.text.lower() == "from":
            return True
        if token.text == "{":
            return False
    return False


@dataclass(frozen=True, slots=True)
class Block:
    """A block `VALUES ?variable { … }`: from `start` to `stop`, its insides from `begin` to `end`."""

    start: int
    begin: int
    end: int
    stop: int


def values_blocks(text: str) -> dict[str, list[Block]]:
    """The VALUES blocks of single variables, by variable."""
    found: dict[str, list[Block]] = {}
    stream = list(tokens(text))
    for n, token in enumerate(stream[:-3]):
        variable, opening = stream[n + 1], stream[n + 2]
        if token.text.lower() == "values" and variable.kind == "variable" and opening.text == "{":
            closing = next((t for t in stream[n + 3 :] if t.text == "}"), None)
            if closing is not None:
                block = Block(token.begin, opening.end, closing.begin, closing.end)
                found.setdefault(variable.text[1:], []).append(block)
    return found


def place(text: str, at: int) -> tuple[int, int]:
    """Line and column, from 1, of a position in the text."""
    before = text[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1


def show(text: str, line: int, column: int, problem: str) -> str:
    """A message about one place of a query, with the line and a mark below it."""
    lines = text.split("\n")
    if not 0 < line <= len(lines):
        return f"line {line}, column {column}: {problem}"
    return f"line {line}, column {column}: {problem}\n  {lines[line - 1]}\n  {' ' * (column - 1)}^"


def _fail(text: str, at: int, problem: str) -> None:
    raise QueryInvalid(show(text, *place(text, at), problem))
