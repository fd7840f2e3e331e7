"""The data set that a request names for an update: written into its text, as the engine takes none beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from kg.serve.refusals import BadRequest
from kg.store.scan import Token, tokens


def with_data_set(update: str, graphs: Iterable[str], named: Iterable[str]) -> str:
    """The update with USING and USING NAMED before each WHERE. Raises BadRequest where it names graphs of its own."""
    clauses = "".join(f"USING {NamedNode(iri)} " for iri in graphs)
    clauses += "".join(f"USING NAMED {NamedNode(iri)} " for iri in named)
    if not clauses:
        return update
    made, done, before = "", 0, ""
    for token in _outside(update):
        word = token.text.lower()
        if word in ("using", "with"):
            raise BadRequest(
                "the update and the request both name graphs; leave USING and WITH, or the parameters, away"
            )
        if word == "where":
            if before == "delete":
                raise BadRequest(
                    "DELETE WHERE cannot be told its graphs by the request; write DELETE { … } WHERE { … }"
                )
            made, done = made + update[done : token.begin] + clauses, token.begin
        before = word
    return made + update[done:]


def _outside(update: str) -> Iterator[Token]:
    """The words and signs that stand in no braces, each opening brace among them."""
    depth = 0
    for token in tokens(update):
        if token.text == "}":
            depth -= 1
        elif depth == 0 and token.kind in ("word", "other"):
            yield token
        if token.text == "{":
            depth += 1
