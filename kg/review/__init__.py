"""review: what of a graph is least certain, asked one by one; the answers become corrections."""

from kg.review.answers import answer, put_off, skipped
from kg.review.doubts import Doubt, doubts
from kg.review.evidence import Place, evidence

__all__ = ["Doubt", "Place", "answer", "doubts", "evidence", "put_off", "skipped"]
