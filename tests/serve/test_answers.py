"""Answers as table, picture and chart, and ready questions on the SPARQL page, without JavaScript."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.serve.running import Running
from tests.serve.test_pages import links, page, text

FIGURES = "/queries/figures?entity=Brontide+Motors+AG"
MODELS = "/sparql?query=SELECT+?maker+?model+{+?maker+kg:makes+?model+}"


def views(found: str) -> dict[str, str]:
    tabs = found[found.index('<nav class="tabs"') :]
    tabs = tabs[: tabs.index("</nav>")]
    return dict(zip(re.findall(r">(\w+)</a>", tabs), links(tabs), strict=True))


def test_an_answer_offers_what_it_can_be_shown_as(server: Running) -> None:
    assert set(views(page(server, MODELS))) == {"Table", "Picture"}
    assert set(views(page(server, FIGURES))) == {"Table", "Picture", "Chart"}
    assert set(views(page(server, "/sparql?query=SELECT+(1+AS+?n)+{}"))) == {"Table"}
    assert set(views(page(server, "/sparql?query=ASK+{}"))) == {"Table"}


def test_an_answer_is_drawn_as_a_chart(server: Running) -> None:
    found = page(server, views(page(server, FIGURES))["Chart"])
    assert "<svg" in found
    assert re.search(r'name="entity" value="Brontide Motors AG"', found)
    read = text(found)
    assert "4,120" in read
    assert "Numbers value" in read
    again = page(server, f"{FIGURES}&view=chart&chart-x=metric&chart-by=&chart-unit=vehicle")
    assert "value in vehicle for each metric" in text(again)
    assert 'class="bars"' in again


def test_an_answer_is_drawn_as_a_picture(server: Running) -> None:
    found = page(server, views(page(server, MODELS))["Picture"])
    [frame] = re.findall(r'<iframe src="([^"]*)"', found)
    assert parse_qs(urlsplit(frame).query) == {"query": ["SELECT ?maker ?model { ?maker kg:makes ?model }"]}
    picture = server.get(frame)
    assert picture.status_code == 200
    assert "Kestrel" in picture.text
    assert "Ilse Marwitz" not in picture.text[: picture.text.index('id="data-core"')]
    assert picture.headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in picture.headers["content-security-policy"]
    assert "default-src 'none'" in picture.headers["content-security-policy"]


def test_downloads_do_not_depend_on_the_view(server: Running) -> None:
    found = page(server, f"{FIGURES}&view=chart&chart-x=metric")
    downloads = [link for link in links(found) if "format=" in link]
    assert len(downloads) == 4
    for link in downloads:
        assert "view" not in link
        assert "4120" in server.get(link).text


def test_a_view_that_there_is_not_is_the_table(server: Running) -> None:
    for view in ("nonsense", "chart", "<script>"):
        assert "<table" in page(server, f"{MODELS}&view={view}")


def test_the_sparql_page_has_the_ready_questions_with_their_forms(server: Running) -> None:
    found = page(server, "/sparql")
    assert len(re.findall(r"<option value=\"[\w-]+\"", found)) >= 25
    asked = page(server, "/sparql?example=makers")
    assert re.search(r'<input id="p-model" name="model"', asked)
    assert "VALUES ?model" in text(asked)
    assert 'id="answer"' not in asked


def test_a_ready_question_fills_the_editor_and_is_answered(server: Running) -> None:
    found = page(server, "/sparql?example=makers&model=Kestrel&run=1")
    assert "Brontide Motors AG" in text(found)
    assert 'value="Kestrel"' in found
    query = found[found.index("<textarea") : found.index("</textarea>")]
    assert "&lt;https://example.org/kg/model/kestrel&gt;" in query
    assert all("example=" not in link for link in views(found).values())
    wrong = page(server, "/sparql?example=makers&model=Kestrell", 400)
    assert "did you mean Kestrel?" in text(wrong)
    assert 'value="Kestrell"' in wrong
    assert page(server, "/sparql?example=makers&nonsense=1", 400)
    assert "<textarea" in page(server, "/sparql?example=nothing")


@pytest.mark.parametrize("path", ["/graph", "/graph?entity=Kestrel", "/graph?entity=BMAG&steps=2"])
def test_the_picture_of_a_part_is_a_page_of_its_own(server: Running, path: str) -> None:
    answer = server.get(path)
    assert answer.status_code == 200
    assert "Kestrel" in answer.text
    assert 'id="canvas"' in answer.text


def test_a_picture_of_nothing_says_so(server: Running) -> None:
    assert "did you mean Kestrel?" in page(server, "/graph?entity=Kestrell", 400)
    assert page(server, "/graph?entity=Kestrel&steps=9", 400)
    assert page(server, "/graph?query=SELECT", 400)
    assert server.get("/graph?query=SELECT+*+{}").status_code == 200
    assert page(server, "/graph?query=SELECT+*+{+SERVICE+<http://x.example>+{}+}", 400)


def test_names_are_given_to_programs(server: Running) -> None:
    found = server.get("/names?q=bmag").json()["names"]
    assert {
        "iri": "https://example.org/kg/company/brontide-motors-ag",
        "key": "company/brontide-motors-ag",
        "label": "Brontide Motors AG",
        "types": ["Brand", "Company"],
    } in found
    assert server.get("/names").json() == {"names": []}


def test_the_terms_of_the_ontology_are_given_to_the_editor(server: Running) -> None:
    terms = {entry["term"]: entry for entry in server.get("/sparql/terms").json()}
    assert terms["kg:makes"]["kind"] == "relation"
    assert terms["kg:Model"]["kind"] == "class"
    assert terms["kg:price"]["kind"] == "metric"
    assert terms["kg:makes"]["comment"]
    assert {"rdf:type", "rdfs:label", "dcterms:title", "sosa:hasSimpleResult", "prov:wasDerivedFrom"} <= terms.keys()
