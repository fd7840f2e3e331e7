"""The engine of worker processes: texts go out, plain records come back, in order; a lost worker is replaced.

What a lost worker owes is read out by another. The document that it was reading need not be what it died of: what one
before did to it may have come out late, or the machine was out of memory. So this document is tried once more, as the
first of a new worker, and set aside with the reason when it costs that too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import wait

from kg.engine.task import Annotate, Result, set_aside
from kg.engine.worker import Worker
from kg.errors import KgError
from kg.model import Document

BATCH = 8
AHEAD = 4  # batches on their way for each worker; bounds the memory while one slow article holds up the order
TRIES = 2
STARTS = 3  # workers in a row that end before they are ready, until the build is given up
POLL_SECONDS = 1.0


def run(
    documents: Iterable[Document], factory: Callable[[], Annotate], seconds: float, workers: int
) -> Iterator[Result]:
    """Read the documents out in `workers` processes. Raises KgError where a worker cannot start."""
    pool = _Pool(documents, factory, seconds, workers)
    try:
        yield from pool.results()
    finally:
        pool.end()


class _Pool:
    def __init__(
        self, documents: Iterable[Document], factory: Callable[[], Annotate], seconds: float, workers: int
    ) -> None:
        self.source = enumerate(documents)
        self.factory, self.seconds, self.size = factory, seconds, max(workers, 1)
        self.workers: list[Worker] = []
        self.again: deque[tuple[int, Document]] = deque()
        self.suspects: deque[tuple[int, Document]] = deque()  # what a worker was reading when it was lost
        self.tries: dict[int, int] = {}
        self.failed = 0  # workers in a row that ended before they were ready
        self.done: dict[int, Result] = {}
        self.next = 0  # number of the result that is due
        self.sent = 0  # documents taken from the source
        self.exhausted = False

    def results(self) -> Iterator[Result]:
        while True:
            self._hand_out()
            while self.next in self.done:
                yield self.done.pop(self.next)
                self.next += 1
            if self.exhausted and self.next == self.sent:
                return
            self._collect()

    def end(self) -> None:
        for worker in self.workers:
            worker.end()
        self.workers.clear()

    def _hand_out(self) -> None:
        """Keep every worker busy, and one batch ahead, so that none waits for the parent."""
        for worker in self.workers:
            while worker.ready and len(worker.open) <= BATCH // 2:
                batch = self._batch(worker)
                if not batch:
                    break
                worker.give(batch)
        while len(self.workers) < self.size and self._more():
            self.workers.append(Worker(self.factory, self.seconds))

    def _more(self) -> bool:
        """Whether documents wait for a worker that is not there yet."""
        starting = sum(not worker.ready for worker in self.workers) - len(self.suspects)
        while 0 <= starting * BATCH >= len(self.again) and self._pull():
            pass
        return starting < 0 or len(self.again) > starting * BATCH

    def _batch(self, worker: Worker) -> list[tuple[int, Document]]:
        """What a worker is given next: when it is new, what has cost one before, and nothing behind that."""
        if worker.fresh and self.suspects:
            return [self.suspects.popleft()]
        if worker.open and worker.open[0][0] in self.tries:
            return []
        while len(self.again) < BATCH and self._pull():
            pass
        return [self.again.popleft() for _ in range(min(BATCH, len(self.again)))]

    def _pull(self) -> bool:
        if self.exhausted or self.sent - self.next >= BATCH * AHEAD * self.size:
            return False
        item = next(self.source, None)
        if item is None:
            self.exhausted = True
            return False
        self.sent += 1
        self.again.append(item)
        return True

    def _collect(self) -> None:
        """Wait for one round of answers; replace workers that are dead or late."""
        ready = set(wait([w.channel for w in self.workers], POLL_SECONDS))
        for worker in list(self.workers):
            try:
                if worker.channel in ready:
                    self._take(worker)
                elif worker.late():
                    self._replace(worker, late=True)
            except (EOFError, OSError):
                self._replace(worker)

    def _take(self, worker: Worker) -> None:
        answer = worker.take()
        if answer is None:
            self.failed = 0
        else:
            self.done[answer[0]] = answer[1]

    def _replace(self, worker: Worker, *, late: bool = False) -> None:
        """Take back what a worker owes that is dead or late. The first of it is what it was reading."""
        code = worker.stop()
        owed = len(worker.open)
        with suppress(EOFError, OSError):  # an answer may have come just before the end
            while worker.answered():
                self._take(worker)
        worker.end()
        self.workers.remove(worker)
        if not worker.ready:
            self._not_started(code)
        if worker.open and not (late and len(worker.open) < owed):
            self._blame(worker.open.popleft(), code, late)
        self.again.extendleft(reversed(worker.open))

    def _blame(self, item: tuple[int, Document], code: int | None, late: bool) -> None:
        number, document = item
        self.tries[number] = self.tries.get(number, 0) + 1
        if late:
            why = f"it took longer than {self.seconds:g} seconds and its worker was ended"
            self.done[number] = set_aside(document, why)
        elif self.tries[number] >= TRIES:
            self.done[number] = set_aside(document, _cause(code))
        else:
            self.suspects.append(item)

    def _not_started(self, code: int | None) -> None:
        self.failed += 1
        if self.failed >= STARTS:
            raise KgError(f"a worker ended before it was ready (exit code {code}); try --engine local to see why")


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        return f"its worker was killed by signal {-code} while reading it (out of memory, or a crash)"
    return f"its worker ended with exit code {code} while reading it"
