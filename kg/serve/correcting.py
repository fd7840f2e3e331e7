"""Corrections from the explorer: forms for those who have signed in with the token."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg import corrections
from kg.corrections.form import in_graph, made, signed
from kg.output import locked
from kg.review import answer, doubts, put_off, skipped
from kg.serve.body import FORM, Parameters, decode, media_type, one, parameters, read_body, url_parameters
from kg.serve.pages import review as pages
from kg.serve.refusals import BadRequest
from kg.serve.signin import COOKIE, Person, demand, person, sign_in
from kg.serve.site import Site, latest

WRONG_SECONDS = 0.5
"""How long a wrong token is let wait, so that nobody tries many."""
FIELDS = ("sentence", "article", "role", "unit", "period", "qualifier")


async def review(request: Request) -> Response:
    """The questions and the corrections, or the form to sign in with."""
    here = await latest(request)
    who = person(request, here.options)
    if who is None:
        return pages.sign_in(here)
    return await run_in_threadpool(pages.review, here, who)


async def entity(request: Request) -> Response:
    """The forms that correct one entity (`?iri=`)."""
    here = await latest(request)
    who = person(request, here.options)
    if who is None:
        return pages.sign_in(here)
    iri = one(url_parameters(request), "iri") or ""
    return await run_in_threadpool(pages.entity, here, who, iri)


async def enter(request: Request) -> Response:
    """Sign in."""
    here, (given, _) = await latest(request), await _form(request)
    response = RedirectResponse("/review", 303)
    try:
        sign_in(request, here.options, given, response)
    except BadRequest:
        await asyncio.sleep(WRONG_SECONDS)
        raise
    return response


async def leave(request: Request) -> Response:
    """Sign out."""
    here, (given, _) = await latest(request), await _form(request)
    demand(request, here.options, given)
    response = RedirectResponse("/review", 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


async def reply(request: Request) -> Response:
    """Answer one of the questions (`key`) with yes, no or skip."""

    def work(here: Site, who: Person, given: dict[str, str], all_: Parameters) -> str:
        folder = here.output.resolve()
        known = corrections.load_corrections(folder).made
        found = doubts(here.source, known, put_off=skipped(folder), most=pages.MOST)
        doubt = next((doubt for doubt in found if doubt.key == given.get("key")), None)
        if doubt is None:
            raise BadRequest("this was answered meanwhile, or the graph has changed; open the page again", 409)
        if given.get("reply") == "skip":
            put_off(folder, doubt)
            return "Put off."
        if given.get("reply") not in ("yes", "no"):
            raise BadRequest("answer with yes, no or skip")
        yes = given["reply"] == "yes"
        return str(answer(folder, doubt, yes, signed(who.name, given.get("why", "")), here.ontology))

    return await _carried_out(request, work)


async def correct(request: Request) -> Response:
    """Make a correction: `kind`, its words (`word`, several), and further fields, as kg correct takes them."""

    def work(here: Site, who: Person, given: dict[str, str], all_: Parameters) -> str:
        words = [value for name, value in all_ if name == "word"]
        fields = {name: given.get(name, "").strip() for name in FIELDS} | signed(who.name, given.get("why", "").strip())
        known = in_graph(here.source, here.options.limits.timeout)
        found = made(given.get("kind", ""), words, fields, here.ontology, known)
        folder = here.output.resolve()
        with locked(folder):
            before = corrections.load_corrections(folder).made
            for correction in found:
                corrections.check(correction, before, here.ontology)
            return "; ".join(map(str, corrections.add(folder, found)))

    return await _carried_out(request, work)


async def undo(request: Request) -> Response:
    """Take a correction (`id`) back."""

    def work(here: Site, who: Person, given: dict[str, str], all_: Parameters) -> str:
        folder = here.output.resolve()
        with locked(folder):
            (taken,) = corrections.undo(folder, [given.get("id", "")])
        return f"Taken back: {taken}"

    return await _carried_out(request, work)


Work = Callable[[Site, Person, dict[str, str], Parameters], str]


async def _carried_out(request: Request, work: Work) -> Response:
    """Do what a form says, if its sender may, and show the review page with what was done."""
    here, (given, all_) = await latest(request), await _form(request)
    who = demand(request, here.options, given)
    said = await run_in_threadpool(work, here, who, given, all_)
    return await run_in_threadpool(pages.review, here, who, said)


async def _form(request: Request) -> tuple[dict[str, str], Parameters]:
    """The fields of a form: the first value of each, and all of them. Raises BadRequest."""
    here = await latest(request)
    if media_type(request) != FORM:
        raise BadRequest(f"send a form ({FORM})", 415)
    found = parameters(decode(await read_body(request, here.options.limits.body)))
    first: dict[str, str] = {}
    for name, value in found:
        first.setdefault(name, value)
    return first, found
