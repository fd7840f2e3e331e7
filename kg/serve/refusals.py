"""Errors that only a server has: what a client asked for cannot be had, not now or not so."""

from __future__ import annotations

from kg.errors import KgError, QueryInvalid, StoreFailed


class Busy(KgError):
    """All processes are at work and enough requests wait already; ask again after `seconds`."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class NotAcceptable(QueryInvalid):
    """The answer has no form that the client accepts."""


class TooManyRows(QueryInvalid):
    """The answer is larger than the server gives out."""


class Missing(StoreFailed):
    """The store holds nothing of that name."""


class BadRequest(KgError):
    """The request itself is at fault: `status` is the HTTP status, `allow` the methods that are allowed."""

    def __init__(self, message: str, status: int = 400, allow: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.allow = allow
