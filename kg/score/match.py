"""When two things count as the same: surface forms, values, and entities one to one."""

from __future__ import annotations

import re

import networkx as nx

from kg.score.gold import GoldArticle, GoldEntity

VALUE_TOLERANCE = 0.005


def norm(surface: str) -> str:
    """A surface form as compared: case, quotes, spaces, a leading article and a possessive do not count."""
    text = surface.casefold().replace("’", "'").replace("‘", "'").strip(" \t\n\"'“”.,;:()")
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"^the ", "", text)
    return re.sub(r"'s$", "", text)


def plain_role(role: str) -> str:
    """A role as compared: without remarks in brackets such as "(outgoing)"."""
    return norm(re.sub(r"\s*\(.*?\)", "", role))


def surfaces(entity: GoldEntity) -> set[str]:
    """The compared surface forms of an annotated entity."""
    return {norm(mention) for mention in entity.mentions} | {norm(entity.name)}


def match_entities(gold: GoldArticle, found: dict[str, set[str]], types: dict[str, frozenset[str]]) -> dict[str, str]:
    """Gold id → entity of the graph, one to one, so that they share as many surface forms as possible.

    Where two matchings share equally many, the order of `found` decides.
    """
    shared: nx.Graph[tuple[str, str]] = nx.Graph()
    for entity in gold.entities:
        own = surfaces(entity)
        for key, forms in found.items():
            common = len(own & forms)
            if common:
                typed = bool(types.get(key, frozenset()) & set(entity.types))
                shared.add_edge(("gold", entity.id), ("found", key), weight=common + (0.5 if typed else 0))
    pairs = (sorted(pair, reverse=True) for pair in nx.max_weight_matching(shared))
    return {left[1]: right[1] for left, right in sorted(pairs)}


def same_value(wanted: float | int | str, unit: str, found: str) -> bool:
    """Whether what was found states the annotated value: an equal date, or a number within half a percent."""
    if unit == "date":
        return str(wanted) == found[:10]
    try:
        left, right = float(wanted), float(found)
    except ValueError:
        return str(wanted) == found
    return abs(left - right) <= VALUE_TOLERANCE * max(abs(left), abs(right), 1e-9)
