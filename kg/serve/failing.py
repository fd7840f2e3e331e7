"""How the processes that have the store open say why they do not do what they are asked."""

from __future__ import annotations

import re

from kg.serve.messages import Failed
from kg.store.scan import show

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


class Refused(Exception):
    """Carries the message that says why."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(failed.message)
        self.failed = failed


def located(text: str, message: str) -> str:
    """The parser's message with the line of the text that it speaks of."""
    match = _PLACE.match(message)
    return show(text, int(match[1]), int(match[2]), match[3]) if match else message
