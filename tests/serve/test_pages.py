"""The pages, as a browser without JavaScript gets them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.config import Settings
from kg.pipeline import Built, build
from kg.rdf import vocabulary as v
from kg.rdf.iris import Names
from kg.store import load
from tests.serve.running import Running, running
from tests.support import examples, gold_annotator, write_texts

HTML = {"Accept": "text/html"}
BASE = "https://example.org/kg/"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "texts")


def page(server: Running, path: str, status: int = 200) -> str:
    answer = server.get(path, headers=HTML)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def text(page: str) -> str:
    """What is to be read on a page."""
    body = re.sub(r"</?(?:a|bdi|span|strong|q|time)\b[^>]*>", "", page[page.index("<main") : page.index("</main>")])
    body = re.sub(r"<[^>]*>", " ", body)
    return " ".join(html.unescape(body).split())


def links(page: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="([^"]*)"', page)]


def test_the_front_page_shows_what_there_is(server: Running) -> None:
    found = page(server, "/")
    read = text(found)
    assert "Company 6" in read
    assert "Tarnwater Energy 7 relations" in read
    assert "Brontide shows its Kestrel in Lisbon" in read
    assert "articles 5" in read
    assert "No input was left out." in read
    assert "Since the last build" not in read
    assert '<iframe src="/graph"' in found
    expected = {"/company/tarnwater-energy", "/document/bmag-may", "/files/graph.ttl", "/queries", "/sparql"}
    assert expected <= {*links(found)}


def test_the_front_page_names_what_was_left_out(built: Built, tmp_path: Path) -> None:
    import json
    import shutil

    output = tmp_path / "output"
    shutil.copytree(built.folder, output)
    report = json.loads((output / "report.json").read_text("utf-8"))
    report["failed"] = [{"source": "bad<b>.pdf", "reason": "no text in it"}]
    (output / "report.json").write_text(json.dumps(report), "utf-8")
    (output / "graph.html").unlink()
    with running(output) as server:
        found = page(server, "/")
        assert "bad<b>.pdf: no text in it" in text(found)
        assert "/graph.html" not in found
        assert server.get("/graph.html").status_code == 404
        (output / "report.json").write_text("{", "utf-8")
        assert "no report" in text(page(server, "/"))


def test_the_front_page_tells_what_the_build_changed(own: Path, tmp_path: Path) -> None:
    def build_it() -> None:
        build([own], Settings(output=tmp_path / "output", no_lexicon=True), factory=gold_annotator())

    kept = next(path for path in sorted(own.iterdir()) if path.name.startswith("bmag-may."))
    kept.rename(tmp_path / kept.name)
    build_it()
    (tmp_path / kept.name).rename(kept)
    with running(tmp_path / "output") as server:
        build_it()
        found = page(server, "/")
        assert "Since the last build New articles 1" in text(found)
        assert "articles 5 +1" in text(found)
        assert found.count('href="/document/bmag-may"') == 2
        build_it()
        assert "Nothing has changed." in text(page(server, "/"))


def test_all_links_lead_somewhere(server: Running) -> None:
    todo, seen = ["/"], set()
    while todo:
        path = todo.pop()
        answer = server.get(path, headers={"Accept": "text/html,*/*;q=0.8"})
        assert answer.status_code == 200, path
        if not answer.headers["content-type"].startswith("text/html") or path.startswith(("/graph.html", "/sparql?")):
            continue
        ids = set(re.findall(r' id="([^"]*)"', answer.text))
        assert len(ids) == len(re.findall(r' id="', answer.text)), path
        for link in links(answer.text):
            target, _, fragment = urljoin(path, link).partition("#")
            if fragment and target == path.partition("#")[0]:
                assert html.unescape(fragment) in {html.unescape(one) for one in ids}, (path, link)
            if target not in seen and target.startswith("/") and "run=" not in target:
                seen.add(target)
                todo.append(target)
    assert len(seen) > 100


def test_an_entity_has_a_page_with_all_that_is_said(server: Running) -> None:
    found = page(server, "/company/brontide-motors-ag")
    read = text(found)
    assert "Also: BMAG, Brontide" in read
    assert "makes … Kestrel" in read
    assert "… works for Brontide Motors AG Ilse Marwitz chief executive" in read
    assert "deliveries 4,120 vehicle 2024-05" in read
    assert "Contradictions" in read
    assert "an acronym of the name" in read
    for gold in examples():
        for relation in gold.relations:
            names = {entity.name for entity in gold.entities if entity.id in (relation.subject, relation.object)}
            if "Brontide Motors AG" in names:
                assert all(name in read for name in names)
    assert "The carmaker, known as BMAG on the exchange" in read
    assert "/document/brontide-kestrel#" in " ".join(links(found))


def test_the_evidence_leads_to_its_sentence(server: Running) -> None:
    anchors = [x for x in links(page(server, "/model/kestrel")) if "#char=" in x]
    assert anchors
    for anchor in anchors:
        path, _, fragment = anchor.partition("#")
        assert f'id="{fragment}"' in page(server, path)


@pytest.mark.parametrize("gold", examples(), ids=lambda gold: gold.id)
def test_an_article_shows_its_text_with_every_mention_linked(server: Running, gold) -> None:  # type: ignore[no-untyped-def]
    found = page(server, f"/document/{gold.id}")
    article = found[found.index("<article") : found.index("</article>")]
    shown = html.unescape(re.sub(r"<[^>]*>", "", article))
    assert shown.split() == gold.text.split()
    marked = {html.unescape(name) for name in re.findall(r'<a class="mark[^>]*>([^<]*)</a>', article)}
    for entity in gold.entities:
        assert {" ".join(mention.split()) for mention in entity.mentions} <= marked


def test_names_are_found_by_a_part_and_by_class(server: Running) -> None:
    assert "Brontide Motors AG Brand, Company" in text(page(server, "/search?q=BRONT"))
    assert "Brontide Motors AG" in text(page(server, "/search?q=bmag"))
    assert "Nothing is called so." in text(page(server, "/search?q=zzzz"))
    assert '“<i>&"”' in text(page(server, "/search?q=%3Ci%3E%26%22"))
    people = text(page(server, "/search?class=Person"))
    assert "Ilse Marwitz" in people
    assert "Kestrel" not in people
    page(server, "/search?class=Nonsense%3E")
    page(server, "/search?class=Person&start=99999999999999")


def test_many_entities_come_in_parts(large: Running) -> None:
    path, seen, parts = "/search?class=Company", set(), 0
    while path:
        found = page(large, path)
        seen |= {link for link in links(found) if link.startswith("/company/")}
        path = next((link for link in links(found) if "start=" in link), "")
        parts += 1
    assert len(seen) == 1000
    assert parts == 5


def test_stored_queries_are_listed_each_with_its_page(server: Running) -> None:
    index = page(server, "/queries")
    paths = [link for link in links(index) if link.startswith("/queries/")]
    assert len(paths) >= 25
    for path in paths:
        found = page(server, path)
        assert "<form" in found
        assert "Traceback" not in found


def test_a_stored_query_is_asked_with_its_parameters(server: Running) -> None:
    path = "/queries/makers?model=Kestrel"
    found = page(server, path)
    assert "Brontide Motors AG" in text(found)
    assert 'value="Kestrel"' in found
    downloads = [link for link in links(found) if "format=" in link]
    assert len(downloads) == 4
    for link in downloads:
        assert "Brontide Motors AG" in server.get(link).text
    [change] = [link for link in links(found) if link.startswith("/sparql?query=")]
    assert "Brontide Motors AG" in text(page(server, change))


def test_what_is_wrong_with_a_parameter_is_said(server: Running) -> None:
    found = page(server, "/queries/makers?model=Kestrell", 400)
    assert "did you mean Kestrel?" in text(found)
    assert page(server, "/queries/makers?nonsense=1", 400)
    assert "no stored query" in page(server, "/queries/nothing", 404)


def test_hostile_values_do_not_become_part_of_the_query_or_page(server: Running) -> None:
    for value in ('"> } SERVICE <http://x.example> { "', "</textarea><script>alert(1)</script>", "\\", "?x", "<a b>"):
        for name in ("makers?model", "figures?entity", "time-series?metric"):
            path, _, parameter = name.partition("?")
            answer = server.get(f"/queries/{path}", params={parameter: value}, headers=HTML)
            assert answer.status_code in (200, 400)
            assert "<script>" not in answer.text


def test_the_sparql_page_shows_answers_and_errors(server: Running) -> None:
    assert "<textarea" in page(server, "/sparql")
    found = page(server, "/sparql?query=SELECT+?s+?label+{+?s+a+kg:Model+;+rdfs:label+?label+}")
    assert "1 row All of it: json, xml, csv, tsv s label model/kestrel Kestrel" in text(found)
    assert "/model/kestrel" in links(found)
    assert "answer yes" in text(page(server, "/sparql?query=ASK+{}"))
    graph = page(server, "/sparql?query=CONSTRUCT+{+?s+a+kg:X+}+{+?s+a+kg:Model+}")
    assert "subject predicate object model/kestrel rdf:type kg:X" in text(graph)
    assert any("format=turtle" in link for link in links(graph))
    wrong = page(server, "/sparql?query=SELECT+</textarea><script>", 400)
    assert "line 1, column" in wrong
    assert "<script>" not in wrong
    assert page(server, "/sparql?query=SELECT+*+{+SERVICE+<http://x.example>+{}+}", 400)
    assert "VALUES ?model" in text(page(server, "/sparql?example=makers"))


def test_a_long_answer_is_shown_in_part(large: Running) -> None:
    found = page(large, "/sparql?query=SELECT+?s+{+?s+a+kg:Company+}+LIMIT+1000")
    assert "1,000 rows All of it" in text(found)
    found = page(large, "/sparql?query=SELECT+?s+{+?s+?p+?o+}+LIMIT+1001")
    assert "1,000 rows; there are more" in text(found)


def test_a_slow_query_on_the_page_ends_with_a_message(large: Running) -> None:
    found = page(large, "/sparql?timeout=0.5&query=SELECT+*+{+?a+?b+?c.+?d+?e+?f.+?g+?h+?i+}+ORDER+BY+?i+?f+?c", 504)
    assert "stopped" in text(found)


HOSTILE = '</title><script>alert(1)</script><img src=x onerror="alert(2)">\u202e"\'&'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A store in which every text is an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    names = Names(BASE)
    entity, document = names.entity(f"company/{HOSTILE}"), NamedNode(names.document(HOSTILE))
    graph, sentence = NamedNode(names.article_graph(HOSTILE)), NamedNode(document.value + "#char=0,9")
    attack = Literal(HOSTILE)
    quads = [
        Quad(entity, v.TYPE, v.term("Company")),
        *(Quad(entity, p, attack) for p in (v.LABEL, v.PREF_LABEL, v.ALT_LABEL, v.MERGE_REASON)),
        Quad(entity, v.term("makes"), NamedNode("javascript:alert(3)")),
        Quad(entity, v.term("supplies"), NamedNode(BASE + "/evil.example")),
        Quad(document, v.TYPE, v.NEWS_ARTICLE, graph),
        *(Quad(document, p, attack, graph) for p in (v.IDENTIFIER, v.TITLE, v.SOURCE, v.PUBLISHER, v.LANGUAGE)),
        Quad(document, v.ISSUED, attack, graph),
        Quad(document, v.URL, Literal("javascript:alert(4)"), graph),
        Quad(sentence, v.TYPE, v.SENTENCE, graph),
        Quad(sentence, v.ANCHOR, attack, graph),
        Quad(sentence, v.BEGIN, Literal(0), graph),
        Quad(sentence, v.END, Literal(len(HOSTILE)), graph),
        Quad(sentence, v.CONTEXT, document, graph),
    ]
    mention = NamedNode(document.value + "#mention=3,20")
    quads += [Quad(mention, p, o, graph) for p, o in ((v.CONTEXT, document), (v.REFERS_TO, entity), (v.KIND, attack))]
    quads += [Quad(mention, v.BEGIN, Literal(3), graph), Quad(mention, v.END, Literal(20), graph)]
    statement = NamedNode(document.value + "#statement=0")
    said = ((v.SUBJECT, entity), (v.PREDICATE, v.term("makes")), (v.OBJECT, entity))
    quads += [Quad(statement, p, o, graph) for p, o in said]
    quads += [Quad(statement, p, attack, graph) for p in (v.STATUS, v.ROLE)]
    quads += [Quad(statement, v.CONFIDENCE, attack, graph), Quad(statement, v.DERIVED_FROM, sentence, graph)]
    (folder / "hostile.trig").write_bytes(serialize(quads, format=RdfFormat.TRIG) or b"")
    load(folder / "hostile.trig", folder / "output" / "store")
    with running(folder / "output") as started:
        yield started


class Tags(HTMLParser):
    """The tags and attributes that a browser sees in a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_hostile_texts_are_shown_as_text(hostile: Running) -> None:
    names = Names(BASE)
    entity = names.entity(f"company/{HOSTILE}").value.removeprefix(BASE)
    document = names.document(HOSTILE).removeprefix(BASE)
    everything = "/sparql?query=SELECT+*+{+?s+?p+?o+}"
    for path in ("/", f"/{entity}", f"/{document}", "/search?q=script", everything):
        found = page(hostile, path)
        assert "alert(1)" in found or "alert(1)" in html.unescape(found)
        tags = Tags(re.sub(r'<script src="/[\w./]+" defer></script>', "", found))
        assert not {"script", "img"} & tags.names
        assert not [name for name in tags.attributes if name.startswith("on") or name == "style"]
        assert not [link for link in links(found) if link.startswith(("javascript:", "//"))]


@pytest.mark.browser
def test_the_picture_shows_hostile_names_as_text(chromium: Any, hostile: Running) -> None:
    context, complaints = chromium.new_context(), list[str]()
    page = context.new_page()
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("request", lambda r: None if r.url.startswith(hostile.address) else complaints.append(r.url))
    page.goto(hostile.address + "graph?query=SELECT+*+%7B%7D")
    page.wait_for_selector("html[data-ready=true]", state="attached")
    page.locator("#search").fill("script")
    page.locator("#found li", has_text="alert(1)").click()
    page.wait_for_url("**/graph?entity=**")
    page.locator("#panel h2", has_text="alert(1)").wait_for()
    page.get_by_role("link", name="All that is said of it").click()
    page.locator("h1", has_text="alert(1)").wait_for()
    context.close()
    assert complaints == []
