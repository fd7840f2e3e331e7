"""Correcting in the explorer, as a browser without JavaScript does it: only with the token, only from its own forms."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.corrections import load_corrections
from kg.output import CORRECTIONS, locked
from kg.pipeline import Built
from tests.serve.running import Running, running

TOKEN = "a-token-for-tests"
MAKER = "https://example.org/kg/company/tarnwater-energy"


@pytest.fixture(scope="module")
def output(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(built.folder, tmp_path_factory.mktemp("review") / "output"))


@pytest.fixture(scope="module")
def serving(output: Path) -> Iterator[Running]:
    with running(output, "--token", TOKEN) as started:
        yield started


@pytest.fixture
def browser(serving: Running, output: Path) -> Iterator[httpx.Client]:
    """A browser that nobody has signed in with; nothing has been corrected."""
    (output / CORRECTIONS).unlink(missing_ok=True)
    with httpx.Client(base_url=serving.address, trust_env=False, timeout=60, headers={"Accept": "text/html"}) as client:
        yield client


def sign_in(browser: httpx.Client, by: str = "Anna") -> None:
    answer = browser.post("/review/sign-in", data={"token": TOKEN, "by": by})
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in cookie


def forms(page: str) -> list[tuple[str, dict[str, list[str]], list[tuple[str, str]]]]:
    """The forms that post: their addresses, their hidden fields, and their named buttons."""
    found = []
    for action, inside in re.findall(r'<form method="post" action="([^"]*)">(.*?)</form>', page, re.DOTALL):
        fields: dict[str, list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', inside):
            fields.setdefault(name, []).append(html.unescape(value))
        found.append((action, fields, re.findall(r'<button name="(\w+)" value="(\w+)"', inside)))
    return found


def test_the_review_asks_takes_the_answer_and_takes_it_back(browser: httpx.Client, output: Path) -> None:
    assert "password" in browser.get("/review").text
    sign_in(browser)
    page = browser.get("/review").text
    assert "Are “Brontide Motors AG”" in page
    assert "BMAG delivered 4,120 cars" in page
    (action, fields, buttons), *_ = forms(page)
    assert ("reply", "no") in buttons
    done = browser.post(action, data=fields | {"reply": "no"})
    assert done.status_code == 200
    assert "The next <code>kg build</code> applies it." in done.text
    assert "There is nothing left to ask." in done.text
    (made,) = load_corrections(output).made
    assert (made.kind, made.by) == ("apart", "Anna")
    assert browser.post(action, data=fields | {"reply": "no"}).status_code == 409
    action, fields, _ = next(form for form in forms(done.text) if form[0] == "/review/undo")
    assert browser.post(action, data=fields).status_code == 200
    assert load_corrections(output).made == ()


def test_an_entity_is_corrected_with_the_forms_that_its_page_leads_to(browser: httpx.Client, output: Path) -> None:
    assert '<form action="/review/entity">' in browser.get("/company/tarnwater-energy").text
    assert "password" in browser.get("/review/entity", params={"iri": MAKER}).text
    sign_in(browser, "An<b>na")
    page = browser.get("/review/entity", params={"iri": MAKER}).text
    by_kind = {fields["kind"][0]: fields for _, fields, _ in reversed(forms(page)) if "kind" in fields}
    rename = by_kind["rename"]
    assert browser.post("/review/correct", data=rename | {"word": [*rename["word"], "<i>T"]}).status_code == 200
    done = browser.post("/review/correct", data=by_kind["reject"])
    assert done.status_code == 200
    assert "<i>T" not in done.text
    assert "An<b>na" not in done.text
    first, second = load_corrections(output).made
    assert (first.new, first.by) == ("<i>T", "An<b>na")
    assert (second.kind, second.subject.name, second.about) == ("reject", "Tarnwater Energy", second.about)
    assert second.sentence
    assert second.article
    again = browser.post("/review/correct", data=by_kind["reject"])
    assert again.status_code == 400
    assert "says so already" in again.text
    assert browser.get("/review/entity", params={"iri": "https://example.org/kg/none"}).status_code == 404
    assert browser.get("/review/entity", params={"iri": "no address"}).status_code == 400


@pytest.mark.parametrize("path", ["answer", "correct", "undo", "sign-out"])
def test_forms_from_elsewhere_are_refused(browser: httpx.Client, output: Path, path: str) -> None:
    fields = {"kind": "rename", "word": ["Tarnwater Energy", "T"], "key": "x", "reply": "yes", "id": "1"}
    assert browser.post(f"/review/{path}", data=fields).status_code == 403
    sign_in(browser)
    csrf = forms(browser.get("/review").text)[0][1]["csrf"][0]
    assert browser.post(f"/review/{path}", data=fields).status_code == 403
    assert browser.post(f"/review/{path}", data=fields | {"csrf": "0" * 64}).status_code == 403
    crossed = {"Sec-Fetch-Site": "cross-site"}
    assert browser.post(f"/review/{path}", data=fields | {"csrf": csrf}, headers=crossed).status_code == 403
    assert browser.post(f"/review/{path}", json=fields | {"csrf": csrf}).status_code == 415
    assert browser.get(f"/review/{path}").status_code == 404
    assert not (output / CORRECTIONS).exists()


@pytest.mark.parametrize("cookie", ["", "a.b.c", "a.1.QQ==.0", "a.99999999999.QW5uYQ==." + "0" * 64])
def test_nobody_gets_in_without_the_token(browser: httpx.Client, cookie: str) -> None:
    browser.cookies.set("kg_review", cookie)
    assert "password" in browser.get("/review").text
    wrong = browser.post("/review/sign-in", data={"token": "wrong", "by": "Anna"})
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (403, False)
    assert browser.post("/review/sign-in", data={"token": TOKEN, "by": " "}).status_code == 400


def test_who_signs_out_is_out(browser: httpx.Client) -> None:
    sign_in(browser)
    action, fields, _ = forms(browser.get("/review").text)[-1]
    assert action == "/review/sign-out"
    assert browser.post(action, data=fields).status_code == 303
    assert "password" in browser.get("/review").text


def test_while_a_build_writes_nothing_is_corrected(browser: httpx.Client, output: Path) -> None:
    sign_in(browser)
    action, fields, _ = forms(browser.get("/review").text)[0]
    with locked(output):
        busy = browser.post(action, data=fields | {"reply": "yes"})
    assert busy.status_code == 503
    assert "another kg is writing" in busy.text
    assert not (output / CORRECTIONS).exists()


def test_a_server_without_a_token_corrects_nothing(server: Running) -> None:
    assert "kg serve --token TOKEN" in server.get("/review", headers={"Accept": "text/html"}).text
    assert "/review/entity" not in server.get("/company/tarnwater-energy", headers={"Accept": "text/html"}).text
    assert server.client.post("/review/sign-in", data={"token": "", "by": "Anna"}).status_code == 403
    assert server.client.post("/review/correct", data={"kind": "rename"}).status_code == 403
