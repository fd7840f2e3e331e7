"""graph: articles and their resolution → the merged graph, what disagrees in it, and what it says altogether."""

from kg.graph.copies import Copies
from kg.graph.facts import Fact, facts, together
from kg.graph.merge import conflicts, merge
from kg.graph.network import to_networkx
from kg.graph.rules import Rules, load_rules

__all__ = ["Copies", "Fact", "Rules", "conflicts", "facts", "load_rules", "merge", "to_networkx", "together"]
