"""The articles of a build as a sequence that lies in its cache: read from there each time they are gone through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import overload

from kg.model import Article

IN_MEMORY = 2_000
"""So many articles are kept as objects, once they were gone through; more would only fill the memory."""


class Stored(Sequence[Article]):
    """Articles sorted by identifier. `every` gives them one at a time, `one` the one of an identifier.

    `marks` holds by identifier what tells an article from any other, where that is known without reading it.
    """

    def __init__(
        self,
        ids: Sequence[str],
        every: Callable[[], Iterator[Article]],
        one: Callable[[str], Article],
        marks: Mapping[str, str] | None = None,
    ) -> None:
        self.marks: Mapping[str, str] = marks or {}
        self._ids = ids
        self._every = every
        self._one = one
        self._here: tuple[Article, ...] | None = None

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Article]:
        if len(self._ids) > IN_MEMORY:
            return self._every()
        if self._here is None:
            self._here = tuple(self._every())
        return iter(self._here)

    @overload
    def __getitem__(self, at: int) -> Article: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Article]: ...

    def __getitem__(self, at: int | slice) -> Article | Sequence[Article]:
        if isinstance(at, slice):
            return Stored(self._ids[at], lambda: map(self._one, self._ids[at]), self._one, self.marks)
        return self._one(self._ids[at])

    def changed(self, change: Callable[[Article], Article]) -> Stored:
        """The same articles, each as `change` makes it when it is read."""
        return Stored(self._ids, lambda: map(change, self), lambda id: change(self._one(id)))


_NONE: dict[str, Article] = {}
NO_ARTICLES = Stored((), lambda: iter(()), _NONE.__getitem__)
