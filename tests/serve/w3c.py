"""The W3C test cases for SPARQL 1.1, read from their manifests, and how their results are compared."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
HOME = "http://w3c.example/"
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float")}
TRUTHS = {"0": "false", "1": "true"}


@dataclass(frozen=True)
class Case:
    """One test case: its group and name, its kind (the local name of its type), its files."""

    group: str
    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()
    result: Path | None = None

    def __str__(self) -> str:
        return f"{self.group}/{self.name}"


@dataclass
class Request:
    """An HTTP request of a protocol test, and what must come back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    status: set[str]
    boolean: bool | None
    format: str
    graph: str = ""


@dataclass
class Protocol:
    """A protocol test: its name, its requests in order, the graphs that it needs (file by IRI)."""

    name: str
    requests: list[Request] = field(default_factory=list)
    graphs: dict[str, str] = field(default_factory=dict)


def manifest(path: Path) -> tuple[Graph, Collection]:
    graph = Graph().parse(path, format="turtle", publicID=path.as_uri())
    entries = next(graph.objects(None, MF.entries))
    return graph, Collection(graph, entries)


def local(uri: Node | None) -> Path:
    return Path(str(uri).removeprefix("file://"))


def evaluation(root: Path, groups: tuple[str, ...]) -> Iterator[Case]:
    """The cases of these groups that have a query."""
    for group in groups:
        graph, entries = manifest(root / group / "manifest.ttl")
        for entry in entries:
            kind = str(graph.value(entry, RDF.type)).rpartition("#")[2]
            action = graph.value(entry, MF.action)
            if isinstance(action, URIRef):
                yield Case(group, str(entry).rpartition("#")[2], kind, local(action))
                continue
            result = graph.value(entry, MF.result)
            yield Case(
                group,
                str(entry).rpartition("#")[2],
                kind,
                local(graph.value(action, QT.query)),
                tuple(map(local, graph.objects(action, QT.data))),
                tuple(map(local, graph.objects(action, QT.graphData))),
                local(result) if isinstance(result, URIRef) else None,
            )


def protocol(root: Path) -> Iterator[Protocol]:
    """The protocol tests."""
    return _protocol(root / "protocol" / "manifest.ttl")


def graph_store(root: Path) -> Iterator[Protocol]:
    """The tests of the Graph Store Protocol in which a parameter names the graph."""
    return _protocol(root / "graph-store-protocol" / "manifest-indirect.ttl")


def _protocol(path: Path) -> Iterator[Protocol]:
    graph, entries = manifest(path)
    for entry in entries:
        case = Protocol(str(entry).rpartition("#")[2])
        for data in graph.objects(entry, UT.graphData):
            case.graphs[str(graph.value(data, RDFS.label))] = str(local(graph.value(data, UT.graph)))
        action = graph.value(entry, MF.action)
        for request in Collection(graph, graph.value(action, HT.requests)):
            case.requests.append(_request(graph, request))
        yield case


def _request(graph: Graph, node: Node) -> Request:
    answer, body = graph.value(node, HT.resp), graph.value(node, HT.body)
    headers = {}
    if (listed := graph.value(node, HT.headers)) is not None:
        for header in Collection(graph, listed):
            headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8") if body else "UTF-8"
    text = str(graph.value(body, CNT.chars) or "") if body else ""
    boolean = graph.value(answer, MF.expectedBoolean)
    return Request(
        method=str(graph.value(node, HT.methodName)),
        path=str(graph.value(node, HT.absolutePath)).removeprefix("/sparql/").removeprefix("/gsp"),
        headers=headers,
        body=text.encode(encoding),
        status={str(status).rpartition("#")[2] for status in graph.objects(answer, MF.expectedStatus)},
        boolean=boolean.toPython() if isinstance(boolean, Literal) else None,
        format=str(graph.value(answer, MF.expectedFormat) or ""),
        graph=str(graph.value(graph.value(answer, HT.body), CNT.chars) or ""),
    )


def same_rows(found: bytes, expected: Path) -> bool:
    """Whether an answer in JSON is the table or truth of a result file, whatever its blank nodes are called."""
    got = ox.parse_query_results(found, ox.QueryResultsFormat.JSON)
    if expected.suffix == ".ttl":
        return _same(got, _from_turtle(expected))
    wanted = ox.parse_query_results(path=str(expected), format=_format(expected))
    if isinstance(got, ox.QueryBoolean) or isinstance(wanted, ox.QueryBoolean):
        return bool(got) == bool(wanted) and type(got) is type(wanted)
    return _same(got, _bound(wanted))


def _format(path: Path) -> ox.QueryResultsFormat:
    names = {".srx": "XML", ".srj": "JSON", ".tsv": "TSV"}
    format: ox.QueryResultsFormat = getattr(ox.QueryResultsFormat, names[path.suffix])
    return format


def _bound(solutions: ox.QuerySolutions) -> list[dict[str, str]]:
    names = [variable.value for variable in solutions.variables]
    return [{name: canonical(row[name]) for name in names if row[name] is not None} for row in solutions]


def _same(got: object, wanted: list[dict[str, str]]) -> bool:
    assert isinstance(got, ox.QuerySolutions)
    rows = _bound(got)
    if Counter(map(_shape, rows)) != Counter(map(_shape, wanted)):
        return False
    if not any(value.startswith("_:") for row in wanted for value in row.values()):
        return True
    return isomorphic(_as_graph(rows), _as_graph(wanted))


def _shape(row: dict[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((name, "_:" if value.startswith("_:") else value) for name, value in row.items())


def _as_graph(rows: list[dict[str, str]]) -> Graph:
    graph = Graph()
    for row in rows:
        node = BNode()
        graph.add((node, RDF.type, RDF.Statement))
        for name, value in row.items():
            graph.add((node, URIRef(f"urn:x-var:{name}"), BNode(value[2:]) if value[:2] == "_:" else Literal(value)))
    return graph


def canonical(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """A term as text; numbers and truths of the same type and value alike."""
    if isinstance(term, ox.Literal) and term.datatype.value in NUMBERS and term.value not in ("INF", "-INF", "NaN"):
        return f"{Decimal(term.value).normalize()} {term.datatype.value}"
    if isinstance(term, ox.Literal) and term.datatype.value == XSD + "boolean":
        return TRUTHS.get(term.value, term.value)
    return str(term)


def _from_turtle(path: Path) -> list[dict[str, str]]:
    graph = Graph().parse(path, format="turtle", publicID=HOME + path.parent.name + "/")
    rows = []
    for solution in graph.objects(None, RS.solution):
        row = {}
        for binding in graph.objects(solution, RS.binding):
            value = graph.value(binding, RS.value)
            assert value is not None
            row[str(graph.value(binding, RS.variable))] = canonical(_term(value))
        rows.append(row)
    return rows


def _term(value: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(value, URIRef):
        return ox.NamedNode(str(value))
    if isinstance(value, BNode):
        return ox.BlankNode(str(value))
    assert isinstance(value, Literal)
    if value.language:
        return ox.Literal(str(value), language=value.language)
    return ox.Literal(str(value), datatype=ox.NamedNode(str(value.datatype or XSD + "string")))


def same_text(found: str, expected: str, delimiter: str) -> bool:
    """Whether two tables in CSV or TSV are the same but for the names of blank nodes and the order of rows."""
    tables = [list(csv.reader(io.StringIO(text), delimiter=delimiter)) for text in (found, expected)]
    return len({_rows(table) for table in tables}) == 1


def _rows(table: list[list[str]]) -> frozenset[tuple[frozenset[tuple[str, str]], int]]:
    head = [name.lstrip("?") for name in table[0]]
    rows = (["_:" if cell.startswith("_:") else _number(cell) for cell in row] for row in table[1:])
    return frozenset(Counter(frozenset(zip(head, row, strict=True)) for row in rows).items())


def _number(cell: str) -> str:
    try:
        return str(float(cell))
    except ValueError:
        return cell


def same_graph(found: bytes, expected: Path) -> bool:
    """Whether an answer in N-Triples is the graph of a file."""
    got = Graph().parse(data=found, format="nt")
    return isomorphic(got, Graph().parse(expected, format="turtle", publicID=HOME))
