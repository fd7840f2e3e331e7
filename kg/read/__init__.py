"""Reading: files and folders → documents: articles with title, date, publisher, language and content hash."""

from kg.read.limits import Limits
from kg.read.reader import read

__all__ = ["Limits", "read"]
