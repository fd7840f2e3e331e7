"""The process in which foreign formats are converted: `python -m kg.read.worker`.

It takes messages on standard input and answers on standard output; `isolate` starts it. A message is its length in
eight bytes, then JSON on one line, then content.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import warnings
from dataclasses import asdict
from typing import IO, Any

from kg.errors import ReadFailed
from kg.read.convert import convert
from kg.read.limits import Limits
from kg.read.parts import OtherKind


def main() -> None:
    """Answer until standard input ends. What libraries print does not reach the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    while (message := receive(sys.stdin.buffer)) is not None:
        send(answers, *_answer(*message))


def send(stream: IO[bytes], head: object, content: bytes = b"") -> None:
    """Write a message."""
    line = json.dumps(head).encode() + b"\n"
    stream.write((len(line) + len(content)).to_bytes(8, "big") + line)
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Read a message; None where the other side is gone."""
    size = stream.read(8)
    body = stream.read(int.from_bytes(size, "big")) if len(size) == 8 else b""
    if not body or len(body) != int.from_bytes(size, "big"):
        return None
    line, _, content = body.partition(b"\n")
    return json.loads(line), content


def limit_memory(size: int) -> None:
    """Hold this process to `size` bytes of address space, where the system knows such a limit."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, ValueError, OSError):
        return


def _answer(head: dict[str, Any], content: bytes) -> tuple[dict[str, object], bytes]:
    limits = Limits(**head["limits"])
    limit_memory(limits.convert_bytes)
    try:
        parts = convert(str(head["kind"]), content, limits)
        return {"ok": True}, json.dumps([asdict(part) for part in parts]).encode()
    except ReadFailed as error:
        return {"ok": False, "reason": str(error), "other": isinstance(error, OtherKind)}, b""


if __name__ == "__main__":
    main()
