"""Pages of a running server in the real browser, which listens to what they ask for and complain of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.serve.running import Running
from tests.view.conftest import DESKTOP


@contextmanager
def visits(chromium: Any, server: Running) -> Iterator[Callable[..., Any]]:
    """visit(path, **context) → page; the pages may ask this server alone, and must not complain."""
    contexts, foreign, errors = [], [], []

    def visit(path: str, **options: Any) -> Any:
        context = chromium.new_context(**{"viewport": DESKTOP, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: None if r.url.startswith((server.address, "data:")) else foreign.append(r.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
        page.goto(server.address + path.removeprefix("/"))
        return page

    yield visit
    for context in contexts:
        context.close()
    assert foreign == []
    assert errors == []


def ready(page: Any) -> Any:
    """The page of a picture, once it is drawn."""
    page.wait_for_selector("html[data-ready=true]", state="attached")
    return page
