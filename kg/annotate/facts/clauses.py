"""The clause that a figure stands in."""

from __future__ import annotations

from spacy.tokens import Token

from kg.annotate.facts.figures import Figure
from kg.annotate.facts.page import Page
from kg.annotate.facts.tokens import is_verb

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_RELATIVE = ("WDT", "WP")


def clause_subject(page: Page, figure: Figure) -> tuple[Token, str] | None:
    """The subject of the nearest verb above a figure that has one, and how it stands to that verb.

    A relative pronoun gives what the relative clause is about.
    """
    token = page.token(max(figure.begin, figure.end - 1))
    for step in range(8):
        if token is None:
            return None
        if is_verb(token):
            for child in token.children:
                if child.dep_ in SUBJECTS:
                    if child.tag_ not in _RELATIVE:
                        return child, f"{child.dep_}{min(step, 3)}"
                    about = token.head
                    while about.dep_ == "appos" and about.head.i != about.i:
                        about = about.head
                    return about, f"relative{min(step, 3)}"
        if token.head.i == token.i:
            return None
        token = token.head
    return None
