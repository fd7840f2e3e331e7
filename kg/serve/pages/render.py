"""Templates → HTML. Whatever comes from articles or from the network is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from kg import __version__
from kg.serve.pages.links import href, shown

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SCRIPTED = f"{POLICY}; script-src 'self'; connect-src 'self'"
"""The policy of pages that are more comfortable with the server's own scripts."""

TEMPLATES = Path(__file__).parent / "templates"
LIB = Path(__file__).parent / "lib"
"""Where .ci/web lays the libraries that browsers run."""


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"version": __version__, "href": href, "shorten": shown}
    made.filters |= {"thousands": _thousands, "places": _places, "number": _number}
    return made


def page(template: str, status: int = 200, **content: Any) -> HTMLResponse:
    """The page of a template (without its ending) with this content."""
    return _page(template, status, POLICY, content)


def scripted(template: str, status: int = 200, **content: Any) -> HTMLResponse:
    """As `page`, for a template that names scripts of this server."""
    return _page(template, status, SCRIPTED, content)


def _page(template: str, status: int, policy: str, content: dict[str, Any]) -> HTMLResponse:
    html = _templates().get_template(f"{template}.html").render(**content)
    headers = {"Content-Security-Policy": policy, "Vary": "Accept"}
    return HTMLResponse(html.encode("utf-8", "replace"), status, headers)


def _thousands(value: int | str) -> str:
    """A number with separators; other text as it is."""
    try:
        return f"{int(value):,}"
    except ValueError:
        return str(value)


def _places(value: str) -> str:
    """A confidence with two places, as the picture writes it; other text as it is."""
    try:
        return f"{float(value):.2f}"
    except ValueError:
        return value


def _number(value: float) -> str:
    """A number as people read it: separators, and no more places than it has."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.4g}"
