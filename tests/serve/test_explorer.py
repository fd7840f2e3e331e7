"""The served picture in a real browser: what it does not hold, it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serve.browsing import ready, visits
from tests.serve.running import Running, running
from tests.view.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def explorer(companies: Path) -> Iterator[Running]:
    """A server of the invented graph that has time."""
    with running(companies) as started:
        yield started


@pytest.fixture
def visit(chromium: Any, explorer: Running) -> Iterator[Any]:
    with visits(chromium, explorer) as visit:
        yield visit


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_search_of_the_picture_reaches_what_it_does_not_hold(visit: Any, size: Any) -> None:
    page = ready(visit("/graph", viewport=size))
    assert "Company 997" not in page.content()
    page.locator("#search").fill("Company 997")
    page.locator("#found li", has_text="Company 997").wait_for()
    page.locator("#search").press("Enter")
    page.wait_for_url("**/graph?entity=**")
    ready(page)
    page.locator("#panel h2", has_text="Company 997").wait_for()
    page.locator("#search").fill("no such name")
    page.locator("#found li", has_text="No such name").wait_for()


def test_the_picture_grows_by_what_is_around_an_entity(visit: Any) -> None:
    page = ready(visit("/graph?entity=Company%20997#entity=company/c997"))
    [other] = page.locator("#panel a.entity").all_inner_texts()[:1]
    page.locator("#panel a.entity").first.click()
    page.locator("#panel h2", has_text=other).wait_for()
    page.get_by_role("link", name="Load what is around it").click()
    page.wait_for_url("**entity=Company+997&entity=**")
    ready(page)
    page.locator("#panel h2", has_text=other).wait_for()
    assert '"Company 997"' in page.content()


def test_the_picture_leads_to_the_page_of_an_entity_also_out_of_its_frame(visit: Any) -> None:
    page = visit("/")
    page.locator(".picture").scroll_into_view_if_needed()
    frame = page.frame_locator(".picture iframe")
    frame.locator("html[data-ready=true]").wait_for(state="attached")
    frame.locator("#search").fill("Company 997")
    frame.locator("#found li", has_text="Company 997").click()
    frame.locator("#panel h2", has_text="Company 997").wait_for()
    frame.get_by_role("link", name="All that is said of it").click()
    page.wait_for_url("**/company/c997")
    assert page.locator("h1").inner_text() == "Company 997"


def test_entities_and_articles_are_read_without_scripts(visit: Any) -> None:
    page = visit("/company/c997", java_script_enabled=False)
    page.locator("section", has=page.locator("h2", has_text="Relations")).locator("summary").first.click()
    assert page.locator("q", has_text="Company 997 is in the news again.").first.is_visible()
    page.locator("section", has=page.locator("h2", has_text="Articles")).get_by_role("link").first.click()
    mark = page.locator("article a.mark", has_text="Company 997")
    assert mark.get_attribute("href") == "/company/c997"
    mark.click()
    assert page.url.endswith("/company/c997")


def test_a_phone_is_led_to_the_picture_instead_of_framing_it(visit: Any) -> None:
    page = visit("/", viewport=PHONE)
    assert not page.locator(".picture").is_visible()
    page.get_by_role("link", name="Open the picture").click()
    page.wait_for_url("**/graph")
    ready(page)
