"""The page of the ontology: current, whole, and with a drawing that says what the ontology says."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kg.errors import OutputFailed
from kg.ontology import Ontology, load_ontology
from kg.reference import write_reference
from kg.reference.diagram import diagram
from tests.support import ROOT

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology(lexicon=False)


@pytest.fixture(scope="module")
def page(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("reference") / "ontology.html"
    write_reference(ontology, target)
    return target.read_text(encoding="utf-8")


def test_the_page_in_docs_is_current(page: str) -> None:
    assert (ROOT / "docs" / "ontology.html").read_text(encoding="utf-8") == page, "make reference renews it"


def test_every_term_has_its_place_and_every_link_leads_to_one(page: str) -> None:
    places = re.findall(r'<article id="([^"]+)"', page)
    schema = (ROOT / "ontology" / "schema.ttl").read_text(encoding="utf-8")
    assert sorted(places) == sorted(set(re.findall(r"^kg:([\w-]+) a ", schema, re.MULTILINE)))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(places)


def test_the_page_needs_nothing_from_elsewhere(page: str) -> None:
    assert "<script" not in page
    assert not re.search(r"""(src|@import|url\()""", page)


def test_what_is_said_of_a_term_stands_beside_it(page: str) -> None:
    (makes,) = re.findall(r'<article id="makes">.*?</article>', page, re.DOTALL)
    for wanted in (
        "Makes, sells, launched",
        "Tesla makes the Model Y",
        "#CompanyOrBrand",
        "#Model",
        "schema:manufacturer",
    ):
        assert wanted in makes
    (partners,) = re.findall(r'<article id="partnersWith">.*?</article>', page, re.DOTALL)
    assert "both ways" in partners


def test_the_drawing_has_a_line_for_each_end(ontology: Ontology) -> None:
    drawn = ElementTree.fromstring(
        diagram(ontology.classes, ontology.relations).replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ')
    )
    ends = sum(len(relation.domain) + len(relation.range) for relation in ontology.relations.values())
    assert len(drawn.findall(f".//{SVG}path")) == ends
    shown = [text.text or "" for text in drawn.iter(f"{SVG}text")]
    assert all(shown.count(name) == 2 for name in ontology.classes)
    assert "partnersWith ↔" in shown


def test_a_place_that_cannot_be_written_is_named(ontology: Ontology, tmp_path: Path) -> None:
    with pytest.raises(OutputFailed, match="choose another file"):
        write_reference(ontology, tmp_path / "nowhere" / "ontology.html")
