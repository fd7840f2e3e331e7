"""Converts foreign formats in a process of its own, so that no file can crash the build or hold it up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from threading import Event, Timer
from types import TracebackType

from kg.errors import ReadFailed
from kg.read.limits import Limits
from kg.read.parts import OtherKind, Part
from kg.read.worker import receive, send


class Converter:
    """A converting process, started when first needed and ended with the `with` block. One file at a time."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Converter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def convert(self, kind: str, content: bytes) -> list[Part]:
        """The articles of a file of the kind "html", "pdf", "docx" or "feed".

        Raises ReadFailed with the reason: libraries are missing, the file is damaged, it takes too long or too much.
        """
        process = self._process or self._start()
        late = Event()
        timer = Timer(self.limits.convert_seconds, _stop, (process, late))
        timer.start()
        try:
            reply = self._ask(process, kind, content)
        finally:
            timer.cancel()
        if reply is None or late.is_set():
            self._end()
        if reply is None:
            if late.is_set():
                raise ReadFailed(f"it takes longer than {self.limits.convert_seconds:g} seconds to convert")
            raise ReadFailed(f"its conversion broke down (exit code {process.returncode}); it is damaged or hostile")
        head, body = reply
        if not head["ok"]:
            raise (OtherKind if head["other"] else ReadFailed)(str(head["reason"]))
        return [Part(**values) for values in json.loads(body)]

    def _ask(
        self, process: subprocess.Popen[bytes], kind: str, content: bytes
    ) -> tuple[dict[str, object], bytes] | None:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            send(process.stdin, {"kind": kind, "limits": asdict(self.limits)}, content)
        except BrokenPipeError:
            return None
        return receive(process.stdout)

    def _start(self) -> subprocess.Popen[bytes]:
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(path or os.getcwd() for path in sys.path))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kg.read.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue
        process.wait()


def _stop(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    process.kill()
