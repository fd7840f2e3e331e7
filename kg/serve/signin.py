"""Signing in with the server's token: a cookie for browsers, and a sign in every form that no other page can know.

The cookie says who corrects, and is signed with the token: the server keeps nothing, and another token ends them all.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.options import Options
from kg.serve.refusals import BadRequest

COOKIE = "kg_review"
SECONDS = 8 * 3600
"""How long somebody stays signed in."""
LONGEST = 80  # characters of a name


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in: the name, and what the forms of this person bear (`csrf`)."""

    name: str
    csrf: str


def person(request: Request, options: Options) -> Person | None:
    """Who has sent the request; None where nobody is signed in."""
    parts = request.cookies.get(COOKIE, "").split(".")
    if not options.token or len(parts) != 4:
        return None
    nonce, until, name, sign = parts
    if not hmac.compare_digest(sign.encode(), _sign(options, "session", nonce, until, name).encode()):
        return None
    if int(until) < time.time():
        return None
    return Person(base64.urlsafe_b64decode(name).decode(), _sign(options, "form", nonce, until, name))


def sign_in(request: Request, options: Options, given: Mapping[str, str], response: Response) -> None:
    """Let in who knows the token. Raises BadRequest (403) for another one."""
    refuse_others(request)
    if not options.token or not hmac.compare_digest(given.get("token", "").encode(), options.token.encode()):
        raise BadRequest("this is not the token that kg serve was started with", 403)
    name = " ".join(given.get("by", "").split())[:LONGEST]
    if not name:
        raise BadRequest("say who corrects: write a name")
    nonce, until = secrets.token_hex(16), str(int(time.time()) + SECONDS)
    encoded = base64.urlsafe_b64encode(name.encode()).decode()
    value = ".".join((nonce, until, encoded, _sign(options, "session", nonce, until, encoded)))
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, value, max_age=SECONDS, httponly=True, samesite="strict", secure=secure)


def demand(request: Request, options: Options, given: Mapping[str, str]) -> Person:
    """Who has sent a form. Raises BadRequest (403) where nobody is signed in, or the form is not from this server."""
    refuse_others(request)
    found = person(request, options)
    if found is None:
        raise BadRequest("sign in first, at /review", 403)
    if not hmac.compare_digest(given.get("csrf", "").encode(), found.csrf.encode()):
        raise BadRequest("this form is not from a page of this server, or you signed in anew; open the page again", 403)
    return found


def refuse_others(request: Request) -> None:
    """Refuse what a browser says to come from a page elsewhere. Raises BadRequest (403)."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise BadRequest("forms of other web pages are not taken here", 403)


def _sign(options: Options, *parts: str) -> str:
    return hmac.new(options.token.encode(), "\n".join(parts).encode(), "sha256").hexdigest()
