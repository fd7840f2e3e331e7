"""The files as a whole: what stands in which graph, and that all syntaxes say the same."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SKOS, SOSA

from kg.errors import OutputFailed, UsageError
from kg.model import Graph
from kg.ontology import Ontology, load_unit_iris
from kg.rdf import EXTRA_FILES, FILES, write
from tests.rdf.sample import first, named, sample, with_article

Run = Callable[..., tuple[Path, object]]
BASE = "https://example.org/kg/"
KG = rdflib.Namespace("https://example.org/kg/ontology#")
NIF = rdflib.Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
ITSRDF = rdflib.Namespace("http://www.w3.org/2005/11/its/rdf#")
E = rdflib.Namespace(BASE)


def dataset(folder: Path) -> rdflib.Dataset:
    found = rdflib.Dataset(default_union=True)
    found.parse(folder / "graph.trig")
    return found


def test_files_hold_the_same_facts(written: Run) -> None:
    folder, report = written(sample(), files=(*FILES, *EXTRA_FILES))
    turtle = set(rdflib.Graph().parse(folder / "graph.ttl"))
    assert turtle == set(rdflib.Graph().parse(folder / "graph.jsonld", format="json-ld"))
    assert turtle == set(rdflib.Dataset().parse(folder / "graph.trig").default_graph)
    quads = set(ox.parse(path=str(folder / "graph.trig")))
    assert quads == set(ox.parse(path=str(folder / "graph.nq")))
    assert len(quads) == report.counts["quads"]
    assert report.counts | {"quads": 0} == {
        **{"articles": 2, "entities": 5, "mentions": 7, "statements": 5, "relations": 4, "observations": 3},
        **{"conflicts": 1, "quads": 0, "violations": 0},
    }


def test_each_triple_stands_in_one_graph(written: Run) -> None:
    folder, _ = written(sample())
    counts = Counter(quad.triple for quad in ox.parse(path=str(folder / "graph.trig")))
    assert max(counts.values()) == 1
    graphs = {str(quad.graph_name) for quad in ox.parse(path=str(folder / "graph.trig"))}
    assert graphs == {
        "DEFAULT",
        f"<{BASE}graph/article/first>",
        f"<{BASE}graph/article/second>",
        f"<{BASE}graph/lexicon>",
    }


def test_entity(written: Run) -> None:
    graph = dataset(written(sample())[0])
    norda = E["company/norda-motors"]
    assert set(graph.objects(norda, RDF.type)) == {KG.Company, KG.Brand}
    assert list(map(str, graph.objects(norda, RDFS.label))) == ["Norda Motors"]
    assert list(map(str, graph.objects(norda, SKOS.altLabel))) == ["Norda"]
    assert list(map(str, graph.objects(norda, KG.mergeReason))) == ["“Norda” = “Norda Motors”: first word of the name"]
    assert all(label.language is None for label in graph.objects(None, RDFS.label))


def test_only_what_is_asserted_is_a_plain_triple(written: Run) -> None:
    graph = dataset(written(sample())[0])
    norda, velm, k2 = E["company/norda-motors"], E["brand/velm"], E["model/velm-k2"]
    assert (norda, KG.ownsBrand, velm) in graph
    assert (velm, KG.makes, k2) in graph
    assert (norda, KG.makes, k2) not in graph
    rumour = E["document/first#statement=3"]
    assert str(graph.value(rumour, KG.status)) == "rumoured"
    assert graph.value(rumour, KG.speaker) == E["person/ilse-brandt"]


def test_symmetric_relations_are_written_one_way(written: Run) -> None:
    graph = dataset(written(sample())[0])
    assert list(graph.subject_objects(KG.partnersWith)) == [(E["company/norda-motors"], E["company/ostrava-cells"])]


def test_statement_has_role_confidence_component_and_sentence(written: Run) -> None:
    graph = dataset(written(sample())[0])
    said = E["document/first#statement=0"]
    assert (str(graph.value(said, KG.confidence)), str(graph.value(said, KG.component))) == ("0.88", "patterns")
    assert str(graph.value(E["document/first#statement=2"], KG.role)) == "head of design"
    sentence = graph.value(said, PROV.wasDerivedFrom)
    assert str(graph.value(sentence, NIF.anchorOf)).startswith("Norda's brand Velm")
    assert graph.value(sentence, NIF.referenceContext) == E["document/first"]


def test_offsets_are_those_of_the_file(written: Run) -> None:
    graph = dataset(written(sample())[0])
    mention = E["document/first#mention=100,112"]
    assert int(graph.value(mention, NIF.beginIndex)) == 100
    assert str(graph.value(mention, NIF.anchorOf)) == "Norda Motors"
    assert graph.value(mention, ITSRDF.taIdentRef) == E["company/norda-motors"]
    assert graph.value(mention, NIF.sentence) == E["document/first#char=100,131"]


def test_observation_is_shared_and_its_evidence_is_not(written: Run) -> None:
    graph = dataset(written(sample())[0])
    dates = set(graph.subjects(SOSA.observedProperty, KG.launchDate))
    assert len(dates) == 1
    (date,) = dates
    assert graph.value(date, SOSA.hasSimpleResult) == rdflib.Literal("2031-03-04", datatype=rdflib.XSD.date)
    assert [str(sure) for sure in graph.objects(date, KG.confidence)] == ["0.9"]
    derived = {str(graph.value(d, KG.confidence)) for d in graph.objects(date, PROV.qualifiedDerivation)}
    assert derived == {"0.9", "0.4"}
    assert len(set(graph.objects(date, PROV.wasDerivedFrom))) == 2


def test_unit_of_qudt_beside_the_text(written: Run) -> None:
    graph = dataset(written(sample())[0])
    qudt = rdflib.Namespace("http://qudt.org/schema/qudt/")
    price = next(graph.subjects(SOSA.observedProperty, KG.price))
    assert str(graph.value(price, qudt.unit)) == load_unit_iris()["EUR"]
    assert str(graph.value(price, rdflib.URIRef("https://schema.org/unitText"))) == "EUR"


def test_conflict_links_the_observations(written: Run) -> None:
    graph = dataset(written(sample())[0])
    (conflict,) = graph.subjects(RDF.type, KG.Conflict)
    values = {int(graph.value(o, SOSA.hasSimpleResult)) for o in graph.objects(conflict, KG.conflicting)}
    assert values == {21500, 22900}
    assert graph.value(conflict, KG.about) == E["model/velm-k2"]
    assert graph.value(conflict, SOSA.observedProperty) == KG.price


def test_article_says_whence_it_comes(written: Run) -> None:
    graph = dataset(written(sample())[0])
    document, home = E["document/first"], E["graph/article/first"]
    assert [str(i) for i in graph.objects(document, DCTERMS.identifier)] == ["first"]
    assert graph.value(document, DCTERMS.date) == rdflib.Literal("2031-03-04", datatype=rdflib.XSD.date)
    assert graph.value(home, PROV.wasDerivedFrom) == document
    software = graph.value(graph.value(home, PROV.wasGeneratedBy), PROV.wasAssociatedWith)
    assert str(graph.value(software, rdflib.URIRef("https://schema.org/softwareVersion"))) == "0.0.7"


def test_lexicon_holds_the_concepts_in_use(written: Run) -> None:
    folder, _ = written(sample())
    lexicon = rdflib.Dataset().parse(folder / "graph.trig").graph(E["graph/lexicon"])
    concept = E["lexicon/brand/velm"]
    assert set(lexicon.subjects()) == {concept}
    assert [str(name) for name in lexicon.objects(concept, SKOS.hiddenLabel)] == ["Welm"]
    assert lexicon.value(concept, rdflib.FOAF.focus) == E["brand/velm"]
    assert lexicon.value(concept, RDF.type) == SKOS.Concept


def test_graphml_reads_back(written: Run) -> None:
    folder, _ = written(sample())
    network = nx.read_graphml(folder / "graph.graphml")
    assert network.nodes[f"{BASE}model/velm-k2"] == {"label": "Velm K2", "type": "Model", "names": "K2"}
    edges = {(s, data["predicate"], o): data for s, o, data in network.edges(data=True)}
    assert len(edges) == 4
    work = edges[f"{BASE}person/ilse-brandt", "worksFor", f"{BASE}company/norda-motors"]
    assert (work["role"], work["confidence"], work["articles"]) == ("head of design", 0.9, "first")
    assert work["evidence"].startswith("Ilse Brandt, head of design")


def test_tables(written: Run) -> None:
    folder, _ = written(sample(), files=EXTRA_FILES)
    with open(folder / "observations.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["entity_label"], row["value"], row["article"]) for row in rows] == [
        ("Velm K2", "21500", "first"),
        ("Velm K2", "2031-03-04", "first"),
        ("Velm K2", "22900", "second"),
        ("Velm K2", "2031-03-04", "second"),
    ]
    with open(folder / "statements.csv", newline="", encoding="utf-8") as file:
        assert [row["status"] for row in csv.DictReader(file)].count("rumoured") == 1


def test_turtle_is_readable(written: Run) -> None:
    folder, _ = written(sample())
    lines = (folder / "graph.ttl").read_text(encoding="utf-8").split("\n\n")
    assert lines[0].startswith(f"@base <{BASE}> .\n@prefix dcterms:")
    assert lines[1] == (
        '<brand/velm> a kg:Brand ;\n\trdfs:label "Velm" ;\n\tskos:prefLabel "Velm" ;\n\tkg:makes <model/velm-k2> .'
    )
    subjects = [block.split()[0] for block in lines[1:]]
    assert len(subjects) == len(set(subjects))


def test_jsonld_is_compact(written: Run) -> None:
    folder, _ = written(sample())
    graph = json.loads((folder / "graph.jsonld").read_text(encoding="utf-8"))["@graph"]
    assert graph[0] == {
        **{"@id": "brand/velm", "@type": "Brand", "label": "Velm", "prefLabel": "Velm"},
        **{"makes": ["model/velm-k2"]},
    }


HOSTILE = (
    "<script>alert(1)</script>",
    'Mo"tor\\ \'x\' """',
    "} UNION { ?s ?p ?o } #",
    "Vel\u202em K\u200b2",
    "a\x00b\x0bc\ud800d\uffff",
    "line\nbreak\ttab\r .\n<x>",
    "汽车 🚗 e\u0301",
    "]]>&amp;<![CDATA[",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_survive(written: Run, name: str) -> None:
    folder, _ = written(named(sample(), "model/velm-k2", name))
    expected = name.translate({0: 0xFFFD, 0x0B: 0xFFFD, 0xD800: 0xFFFD, 0xFFFF: 0xFFFD})
    k2 = E["model/velm-k2"]
    turtle = rdflib.Graph().parse(folder / "graph.ttl")
    assert str(turtle.value(k2, RDFS.label)) == expected
    assert set(turtle) == set(rdflib.Graph().parse(folder / "graph.jsonld", format="json-ld"))
    network = nx.read_graphml(folder / "graph.graphml")
    assert network.nodes[str(k2)]["label"].split() == expected.split()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(label=st.text(st.characters(), min_size=1, max_size=20), tail=st.text(st.characters(), min_size=1, max_size=10))
def test_any_name_and_key_round_trips(tmp_path: Path, ontology: Ontology, label: str, tail: str) -> None:
    graph = sample()
    key = f"model/{tail}"
    entities = {k: e for k, e in graph.entities.items() if k != "model/velm-k2"}
    entities[key] = replace(graph.entities["model/velm-k2"], key=key, label=label)
    keys = {d: tuple(key if k == "model/velm-k2" else k for k in ks) for d, ks in graph.keys.items()}
    write(Graph(graph.articles, entities, keys), ontology, tmp_path, base_iri=BASE, version="1")
    quads = list(ox.parse(path=str(tmp_path / "graph.trig")))
    read = rdflib.Dataset().parse(tmp_path / "graph.trig")
    assert {(s.n3(), o.n3()) for s, _, o, _ in read.quads((None, RDFS.label, None, None))} == {
        (str(q.subject), rdflib.Literal(q.object.value).n3()) for q in quads if q.predicate.value == str(RDFS.label)
    }
    assert set(read.default_graph) == set(rdflib.Graph().parse(tmp_path / "graph.jsonld", format="json-ld"))
    nx.read_graphml(tmp_path / "graph.graphml")


SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from sample import sample
from kg.ontology import load_ontology
from kg.rdf import EXTRA_FILES, FILES, write
write(sample(), load_ontology(lexicon=False), Path(sys.argv[2]), base_iri="https://a.b/", version="1",
      files=(*FILES, *EXTRA_FILES))
"""


def test_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    found = []
    for seed in ("0", "4711"):
        folder = tmp_path / seed
        folder.mkdir()
        command = [sys.executable, "-c", SCRIPT, str(Path(__file__).parent), str(folder)]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed}, timeout=60)
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert found[0] == found[1]
    assert set(found[0]) == {*FILES, *EXTRA_FILES}


def test_other_base(written: Run) -> None:
    folder, _ = written(sample(), base="http://localhost:8000/cars")
    labels = rdflib.Graph().parse(folder / "graph.ttl").subject_objects(RDFS.label)
    assert ("http://localhost:8000/cars/brand/velm", "Velm") in {(str(s), str(o)) for s, o in labels}


def test_bad_base_is_refused_before_anything_is_written(ontology: Ontology, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--base-iri"):
        write(sample(), ontology, tmp_path, base_iri="nonsense", version="1")
    assert list(tmp_path.iterdir()) == []


def test_missing_folder_is_a_clear_error(ontology: Ontology, tmp_path: Path) -> None:
    with pytest.raises(OutputFailed, match="cannot write"):
        write(sample(), ontology, tmp_path / "none", base_iri=BASE, version="1")


def test_same_span_for_two_entities_gives_two_mentions(written: Run) -> None:
    article = first()
    again = replace(article.mentions[0], entity=1)
    folder, _ = written(with_article(sample(), replace(article, mentions=(*article.mentions, again))))
    graph = dataset(folder)
    assert graph.value(E["document/first#mention=100,112;2"], ITSRDF.taIdentRef) == E["brand/velm"]


def test_empty_graph(written: Run) -> None:
    folder, report = written(Graph((), {}, {}))
    assert report.counts["quads"] == 0
    assert len(rdflib.Graph().parse(folder / "graph.ttl")) == 0
    assert len(rdflib.Graph().parse(folder / "graph.jsonld", format="json-ld")) == 0
