"""The page's one file: rows and picture through pyvis's Network, all in-lined, no request allowed."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyvis
from pyvis.network import Network

from kg.model import Graph
from kg.ontology import Ontology
from kg.rdf.iris import Names, check_base_iri
from kg.rdf.vocabulary import KG
from kg.view.marks import clip
from kg.view.scene import edge_rows, most_important, node_rows
from kg.view.springs import Keep, Springs, anew
from kg.view.tables import Tables, article_rows, build_tables

PAGE = Path(__file__).parent / "page"
PLAIN_LIMIT = 400_000
MOST_ENTITIES = 20_000
SCRIPTS = (
    "text.js",
    "data.js",
    "frame.js",
    "room.js",
    "style.js",
    "state.js",
    "visible.js",
    "detail.js",
    "labels.js",
    "ink.js",
    "arrange.js",
    "canvas.js",
    "evidence.js",
    "figures.js",
    "panel.js",
    "entity.js",
    "line.js",
    "explorer.js",
    "search.js",
    "filters.js",
    "sparql.js",
    "export.js",
    "keys.js",
    "main.js",
)
STYLES = ("style.css", "side.css", "panel.css", "narrow.css")
OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "keyboard": False, "selectConnectedEdges": False, "tooltipDelay": 100000},
    "nodes": {"chosen": False, "borderWidth": 1.5},
    "edges": {"chosen": False, "smooth": False, "selectionWidth": 0, "hoverWidth": 0},
}


def page_html(
    graph: Graph,
    *,
    title: str,
    about: Mapping[str, str],
    base_iri: str,
    ontology: Ontology | None,
    keep: Keep | None = None,
    served: bool = False,
) -> str:
    """The page as text; see `kg.view.write_page`."""
    keys = most_important(graph, MOST_ENTITIES)
    names = Names(check_base_iri(base_iri))
    symmetric = {name for name, relation in ontology.relations.items() if relation.symmetric} if ontology else set()
    tables = build_tables(graph, {key: n for n, key in enumerate(keys)}, symmetric)
    network = Network(directed=True, cdn_resources="in_line", heading=clip(title, 300))
    network.options = OPTIONS
    # add_edge searches all edges before each new one, which is quadratic; the rows are its result.
    network.nodes = node_rows(graph, keys, tables, names, Springs(keep or anew))
    network.edges = edge_rows(tables)
    network.set_template((PAGE / "template.html").as_posix())
    network.templateEnv.policies["json.dumps_function"] = _compact
    script, vis, style = _script(), _vis(), _joined(STYLES)
    network.templateEnv.globals |= {
        "policy": _policy(scripts=(vis, script), style=style, served=served),
        "vis": vis,
        "script": script,
        "style": style,
        "core": _core(graph, tables, about, names, ontology) | ({"served": True} if served else {}),
        "evidence": _packed(_evidence(graph, keys, tables)),
    }
    return str(network.generate_html("graph.html"))


def _core(
    graph: Graph, tables: Tables, about: Mapping[str, str], names: Names, ontology: Ontology | None
) -> dict[str, Any]:
    """What the page needs at once."""
    classes = {entity.types[0] for entity in graph.entities.values()}
    order = [name for name in ontology.classes if name in classes] if ontology else []
    relations = {name for _, name, _ in tables.relations}
    known = ontology.relations if ontology else {}
    metrics = ontology.metrics if ontology else {}
    return {
        "about": [[clip(name), clip(value, 400)] for name, value in about.items()],
        "base": names.base,
        "ontology": KG,
        "classes": order + sorted(classes - set(order)),
        "slots": list(ontology.classes) if ontology else [],
        "relations": {name: known[name].label for name in sorted(relations) if name in known},
        "symmetric": sorted(name for name in relations if name in known and known[name].symmetric),
        "metrics": {name: metric.label for name, metric in sorted(metrics.items())},
        "articles": article_rows(graph),
        "claims": tables.claims,
        "sentenceArticle": tables.sentence_article,
        "entities": len(graph.entities),
        "figures": len(tables.figures),
        "conflicts": len(tables.conflicts),
    }


def _evidence(graph: Graph, keys: list[str], tables: Tables) -> dict[str, Any]:
    """What the page needs when somebody asks why."""
    merges = {
        n: [
            [clip(merge.left), clip(merge.right), clip(merge.reason, 400)] for merge in graph.entities[key].merges[:100]
        ]
        for n, key in enumerate(keys)
        if graph.entities[key].merges
    }
    return {
        "sentences": tables.sentences,
        "figures": tables.figures,
        "conflicts": tables.conflicts,
        "merges": merges,
    }


def _compact(value: Any, **_: Any) -> str:
    """JSON without spaces. Jinja's `tojson` writes <, >, & and ' as escapes afterwards."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _packed(value: dict[str, Any]) -> dict[str, Any]:
    """`value` as it is where it is small, otherwise deflated: {"deflate": base64}."""
    text = _compact(value)
    if len(text) <= PLAIN_LIMIT:
        return value
    return {"deflate": base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")}


def _script() -> str:
    return '(() => {\n"use strict";\n' + _joined(SCRIPTS) + "})();\n"


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((PAGE / name).read_text(encoding="utf-8") for name in names)


def _vis() -> str:
    """vis-network as pyvis brings it."""
    found = sorted((Path(pyvis.__file__).parent / "lib").glob("vis-*/vis-network.min.js"))
    text = found[-1].read_text(encoding="utf-8").replace("\r\n", "\n")
    return text.rpartition("//# sourceMappingURL=")[0] or text


def _policy(*, scripts: tuple[str, ...], style: str, served: bool) -> str:
    """A Content-Security-Policy that runs these scripts and this style alone, and lets no request out; that of a served
    page lets it ask its own server."""
    allowed = " ".join(_digest(text) for text in scripts)
    asked = "connect-src 'self'; " if served else ""
    rest = f"{asked}base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; {rest}"


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
