"""score: a built graph against annotated articles, and why answers are missing or wrong."""

from kg.score.causes import Error, errors
from kg.score.compare import Compared, Scores, score
from kg.score.gold import GoldArticle, read_gold
from kg.score.system import System, from_graph, from_trig
from kg.score.tally import Row

__all__ = [
    "Compared",
    "Error",
    "GoldArticle",
    "Row",
    "Scores",
    "System",
    "errors",
    "from_graph",
    "from_trig",
    "read_gold",
    "score",
]
