"""The former cache and the fresh one as the stages of a build see them: ask, and whatever is not known is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from kg.articles import Stored
from kg.cache.former import Former
from kg.cache.fresh import Fresh
from kg.cache.marks import STORING, WRITING, code
from kg.cache.marks import key as key_of
from kg.model import Article, Document


class Cache:
    """What is known of the articles from the build before (file `former`) and what this build knows (file `fresh`).

    Used as a context; `fresh` is complete once it has ended well. Raises OSError where `fresh` cannot be written.
    What is wrong with `former` is no error: it counts as not known, and `report` says so.
    """

    def __init__(self, former: Path, fresh: Path, fingerprint: str) -> None:
        self._former = Former(former, fingerprint)
        self._fresh = Fresh(fresh, fingerprint)
        self._reused = 0
        self._read = 0

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._former:
            self._fresh.__exit__(kind, error, at)

    def known(self, document: Document) -> bool:
        """Whether an earlier build read out an article with the same content, wherever it lay then. It is kept."""
        key = key_of(document)
        row = self._former.article(key)
        if row is None:
            return False
        self._fresh.take(document, key, *row)
        self._reused += 1
        return True

    def add(self, article: Article) -> None:
        """Keep what was read out of an article for the next build."""
        self._fresh.add(article, key_of(article.document))
        self._read += 1

    def derived(self, id: str, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """What a stage makes of article `id`: as it was made before of the same (`key`), or else by `make`."""
        key = f"{code(WRITING)} {key}"
        row = self._former.derived(id, kind, key)
        if row is None:
            return self._fresh.derive(id, kind, key, make())
        return self._fresh.derive(id, kind, key, *row)

    def left(self, name: str) -> bytes:
        """What the build before left under this name, with the same program; nothing where it did not."""
        return self._former.note(name, code(STORING)) or b""

    def leave(self, name: str, content: bytes) -> None:
        """Leave something that is about this output as a whole to the next build."""
        self._fresh.note(name, code(STORING), content)

    def articles(self) -> Stored:
        """All articles of this build so far, by their identifiers, where they lie: in the file."""
        return self._fresh.articles()

    def report(self) -> dict[str, Any]:
        """How many articles were taken over and how many read anew, and why a former cache was not believed."""
        return {"reused": self._reused, "read": self._read, "trouble": self._former.trouble}
