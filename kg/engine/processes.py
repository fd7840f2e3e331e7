"""The engine of worker processes: texts go out, plain records come back, in order; a lost worker is replaced."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import wait

from kg.engine.task import Annotate, Result, set_aside
from kg.engine.worker import Worker
from kg.errors import KgError
from kg.model import Document

BATCH = 8
AHEAD = 4  # batches on their way for each worker; bounds the memory while one slow article holds up the order
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
                batch = self._batch()
                if not batch:
                    break
                worker.give(batch)
        while len(self.workers) < self.size and self._more():
            self.workers.append(Worker(self.factory, self.seconds))

    def _more(self) -> bool:
        """Whether documents wait for a worker that is not there yet."""
        starting = sum(not worker.ready for worker in self.workers)
        while len(self.again) <= starting * BATCH and self._pull():
            pass
        return len(self.again) > starting * BATCH

    def _batch(self) -> list[tuple[int, Document]]:
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
        """Wait for one round of answers; set aside what a dead or late worker was reading."""
        ready = set(wait([w.channel for w in self.workers], POLL_SECONDS))
        for worker in list(self.workers):
            try:
                if worker.channel in ready:
                    answer = worker.take()
                    if answer is not None:
                        self.done[answer[0]] = answer[1]
                elif worker.late():
                    self._replace(worker, f"it took longer than {self.seconds:g} seconds and its worker was ended")
            except (EOFError, OSError):
                self._replace(worker, "")

    def _replace(self, worker: Worker, reason: str) -> None:
        code = worker.end()
        self.workers.remove(worker)
        if not worker.ready:
            raise KgError(f"a worker ended before it was ready (exit code {code}); try --engine local to see why")
        if worker.open:
            number, document = worker.open.popleft()
            self.done[number] = set_aside(document, reason or _cause(code))
            self.again.extendleft(reversed(worker.open))


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        return f"its worker was killed by signal {-code} while reading it (out of memory, or a crash)"
    return f"its worker ended with exit code {code} while reading it"
