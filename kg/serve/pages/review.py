"""The pages of a review: sign in, the questions with their sentences, the corrections, the forms about one entity."""

from __future__ import annotations

from starlette.responses import Response

from kg import corrections, report
from kg.review import doubts, evidence, skipped
from kg.serve.pages.entity import view
from kg.serve.pages.render import page
from kg.serve.refusals import BadRequest, Missing
from kg.serve.signin import LONGEST, Person
from kg.serve.site import Site

MOST = 10
"""So many questions are asked on one page."""


def sign_in(here: Site) -> Response:
    """The form that asks for the token, or where to correct instead, if this server has none."""
    return page("signin", open=bool(here.options.token), longest=LONGEST)


def review(here: Site, who: Person, said: str = "") -> Response:
    """The questions and what was corrected; `said` is what was done just now. For use in threads."""
    timeout = here.options.limits.timeout
    known = corrections.load_corrections(here.output)
    found = doubts(here.source, known.made, put_off=skipped(here.output), most=MOST, timeout=timeout)
    asked = [(doubt, evidence(here.source, doubt, timeout=timeout)) for doubt in found]
    unmet = {row["id"]: row["reason"] for row in report.read(here.output).get("corrections", {}).get("unmet", [])}
    return page("review", asked=asked, known=known, unmet=unmet, who=who, said=said)


def entity(here: Site, who: Person, iri: str) -> Response:
    """The forms about one entity. Raises Missing where there is none of that IRI. For use in threads."""
    try:
        found = view(here.source, here.ontology, iri, here.options.limits.timeout)
    except ValueError as error:
        raise BadRequest(f"{iri!r} is no address of an entity") from error
    if found is None:
        raise Missing(f"the store knows no entity <{iri}>")
    one = found.label if len(found.classes) != 1 else f"{found.label} ({found.classes[0]})"
    return page("correct", entity=found, name=one, who=who, ontology=here.ontology, base=here.source.base)
