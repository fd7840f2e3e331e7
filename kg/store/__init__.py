"""store: the graph in a triple store, asked in SPARQL and by stored queries; who says so, and why."""

from kg.store.bind import bind, bind_stored, bind_text
from kg.store.explain import Explained, Explanation, Said, explain
from kg.store.grow import Former
from kg.store.load import load
from kg.store.names import find_entities
from kg.store.push import Pushed, push
from kg.store.query import run_query, run_stored, select_stored
from kg.store.results import Rows, Term, select
from kg.store.scan import refuse
from kg.store.session import Session
from kg.store.source import Source, open_source
from kg.store.stored import Parameter, StoredQuery, find_stored, stored_queries

__all__ = [
    "Explained",
    "Explanation",
    "Former",
    "Parameter",
    "Pushed",
    "Rows",
    "Said",
    "Session",
    "Source",
    "StoredQuery",
    "Term",
    "bind",
    "bind_stored",
    "bind_text",
    "explain",
    "find_entities",
    "find_stored",
    "load",
    "open_source",
    "push",
    "refuse",
    "run_query",
    "run_stored",
    "select",
    "select_stored",
    "stored_queries",
]
