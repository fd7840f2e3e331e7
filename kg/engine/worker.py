"""A worker process: loads the pipeline once, takes documents, gives back plain records."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Thread
from time import monotonic

from kg.engine.task import Annotate, Result, annotate_one
from kg.errors import KgError
from kg.model import Document

READY = "ready"
Batch = Sequence[tuple[int, Document]]


def serve(channel: Connection, factory: Callable[[], Annotate], seconds: float) -> None:
    """The work of a worker: answer READY or the error that stopped it, then each document with its number."""
    try:
        annotate = factory()
    except KgError as error:
        channel.send(error)
        return
    except Exception as error:
        channel.send(KgError(f"a worker could not start: {type(error).__name__}: {error}"))
        return
    channel.send(READY)
    inbox: SimpleQueue[Batch] = SimpleQueue()
    Thread(target=_receive, args=(channel, inbox), daemon=True).start()
    while True:
        for number, document in inbox.get():
            channel.send((number, annotate_one(annotate, document, seconds)))


def _receive(channel: Connection, inbox: SimpleQueue[Batch]) -> None:
    """Take in what the parent sends at once: if both ends only sent, both would wait for ever."""
    try:
        while True:
            inbox.put(channel.recv())
    except (EOFError, OSError):  # the parent is gone, and nobody wants the answer any more
        os._exit(1)


def _start(process: BaseProcess) -> None:
    """Start a worker that never hears of Ctrl-C, not even while it loads: its parent ends it."""
    resource_tracker.ensure_running()  # its own start would take the signal mask away again
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


class Worker:
    """The parent's end of a worker: what it was given and has not answered, and until when it must."""

    grace = 5.0  # seconds above the time limit of one document, in which the worker may still stop itself
    start_seconds = 120.0

    def __init__(self, factory: Callable[[], Annotate], seconds: float) -> None:
        context = get_context("spawn")
        self.channel, theirs = context.Pipe()
        self.seconds = seconds
        self.open: deque[tuple[int, Document]] = deque()
        self.ready = False
        self.fresh = True  # it was given nothing so far
        self.deadline = monotonic() + self.start_seconds
        self.process = context.Process(target=serve, args=(theirs, factory, seconds), daemon=True, name="kg-worker")
        _start(self.process)
        theirs.close()

    def give(self, batch: Batch) -> None:
        """Send documents to work on. A worker that died meanwhile is noticed by `lost`."""
        self.open.extend(batch)
        self.fresh = False
        self._wind()
        try:
            self.channel.send(list(batch))
        except OSError:
            self.deadline = 0.0

    def take(self) -> tuple[int, Result] | None:
        """One answer, or None for the news that the worker is ready. Raises what stopped it, EOFError where it died."""
        answer = self.channel.recv()
        if isinstance(answer, KgError):
            raise answer
        if answer == READY:
            self.ready = True
            self._wind()
            return None
        self.open.popleft()
        self._wind()
        number, result = answer
        return number, result

    def late(self) -> bool:
        """Whether the worker has let its time limit pass."""
        return bool(self.open or not self.ready) and monotonic() > self.deadline

    def stop(self) -> int | None:
        """Stop the process at once and return its exit code; what it has answered can still be taken."""
        self.process.kill()
        self.process.join()
        return self.process.exitcode

    def answered(self) -> bool:
        """Whether an answer, or the end of all answers, waits to be taken."""
        return self.channel.poll()

    def end(self) -> None:
        """Stop the process and close the channel to it."""
        self.stop()
        self.channel.close()

    def _wind(self) -> None:
        self.deadline = monotonic() + (self.seconds + self.grace if self.ready else self.start_seconds)
