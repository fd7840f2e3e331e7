"""What speaks for a bare count being one of vehicles rather than of something else."""

from __future__ import annotations

from kg.annotate.facts.figures import Figure
from kg.annotate.facts.page import Page
from kg.annotate.facts.tokens import stem


def unit_features(page: Page, figure: Figure, metric: str, types: tuple[str, ...]) -> list[str]:
    """Features of a count as `metric` of an entity of these classes; positive weights speak for vehicles."""
    table = page.table
    first, last = page.word(figure.begin), page.word(figure.end)
    behind = [word.text for word in page.words[last : last + 4]]
    around = {word.text for word in page.words[max(0, first - 9) : last + 8]}
    token = page.token(max(figure.begin, figure.end - 1))
    noun = stem(token.head) if token is not None and token.head.i > token.i and token.dep_ != "dep" else ""
    whole = page.vehicle_words + page.other_words
    share = page.vehicle_words / whole if whole else 0.5
    out = ["bias", f"metric={metric}", f"type={types[0]}", f"share={int(share * 5)}", f"noun={noun}"]
    out += [f"behind={word}" for word in behind[:2]]
    out.append(f"noun:{'vehicle' if noun in table.vehicles else 'other' if noun + 's' in table.not_vehicles else ''}")
    out += ["around:vehicle"] if around & table.about_vehicles else []
    out += ["around:other"] if around & table.not_vehicles else []
    out += ["behind:other"] if table.not_vehicles.intersection(behind[:3]) else []
    out += ["units"] if figure.quantity is not None and figure.quantity.kind == "units" else []
    return out
