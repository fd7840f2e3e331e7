"""The page's bytes: the same each time, no way out, data that cannot end its script block."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import OutputFailed
from kg.model import Graph
from kg.view import render_page, write_page

from .synthetic import small_graph

BASE = "https://example.org/kg/"
MAKE = """
import sys, hashlib
sys.path.insert(0, {tests!r})
from view.synthetic import large_graph
from kg.view import render_page
page = render_page(large_graph(400, 900), title="T", about={{"a": "b"}}, base_iri="https://example.org/kg/")
print(hashlib.sha256(page.encode()).hexdigest())
"""


def page(graph: Graph, title: str = "Title") -> str:
    return render_page(graph, title=title, about={"Version": "1"}, base_iri=BASE)


def block(html: str, name: str) -> object:
    found = re.search(rf'<script type="application/json" id="data-{name}">(.*?)</script>', html, re.S)
    assert found
    return json.loads(found.group(1))


def test_same_bytes_whatever_the_hash_seed() -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", MAKE.format(tests=str(root / "tests"))]
    digests = {
        subprocess.run(
            command, cwd=root, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_order_of_entities_in_the_mapping_does_not_matter() -> None:
    graph = small_graph()
    turned = replace(graph, entities=dict(reversed(list(graph.entities.items()))))
    assert page(graph) == page(turned)


def test_policy_allows_no_request() -> None:
    html = page(small_graph())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    assert policy.group(1).startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy.group(1)
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", html)


def test_text_cannot_leave_its_block() -> None:
    graph = small_graph()
    entity = graph.entities["company/ferrin"]
    hostile = "</script><script>alert(1)</script><!--\u2028\u202e\udcff"
    graph = replace(graph, entities={**graph.entities, entity.key: replace(entity, label=hostile)})
    html = page(graph, title="<b>&\"'")
    assert html.count("</script>") == page(small_graph()).count("</script>")
    assert '<h1 dir="auto">&lt;b&gt;&amp;&#34;&#39;</h1>' in html
    labels = [node["label"] for node in block(html, "nodes")]  # type: ignore[attr-defined]
    assert hostile.replace("\udcff", "?") in labels


def test_relation_said_by_two_articles_is_one_edge() -> None:
    html = page(small_graph())
    nodes = {node["id"]: node["key"] for node in block(html, "nodes")}  # type: ignore[attr-defined]
    edges = [(nodes[e["from"]], e["label"], nodes[e["to"]]) for e in block(html, "edges")]  # type: ignore[attr-defined]
    assert edges.count(("brand/velta", "makes", "model/velta-n3")) == 1
    assert len(block(html, "core")["claims"]) == 9  # type: ignore[index]


def test_empty_graph_makes_a_page() -> None:
    assert "<canvas" not in page(Graph((), {}, {}))


def test_unwritable_path_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed, match="cannot write the page"):
        write_page(small_graph(), tmp_path / "missing" / "graph.html", title="T", about={}, base_iri=BASE)


def test_endless_graph_keeps_what_matters_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.view.html.MOST_ENTITIES", 4)
    html = page(small_graph())
    labels = [node["label"] for node in block(html, "nodes")]  # type: ignore[attr-defined]
    assert len(labels) == 4
    assert {"Velta", "Velta N3", "Orlanda Motors"} < set(labels)
    core = block(html, "core")
    assert core["entities"] == 8  # type: ignore[index]
    ids = range(4)
    assert all(e["from"] in ids and e["to"] in ids for e in block(html, "edges"))  # type: ignore[attr-defined]
    evidence = block(html, "evidence")
    marks = [mark for _, marks in evidence["sentences"] for mark in marks[2::3]]  # type: ignore[index]
    assert set(marks) <= set(ids)
