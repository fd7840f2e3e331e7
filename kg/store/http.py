"""Requests to a SPARQL store: who we are, how long we wait, and what a failure means."""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from kg.errors import StoreFailed, Timeout

USER, PASSWORD, TOKEN = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"
"""Environment variables that hold the credentials; a name and password may also stand in the address."""

_TRIES = 3
_WAIT_SECONDS = 0.5
_BUSY = (429, 502, 503, 504)
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Reply:
    """What the store answered."""

    status: int
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether the request was done."""
        return 200 <= self.status < 300

    @property
    def reason(self) -> str:
        """The status with the beginning of the body, on one line."""
        text = " ".join(self.body[:_SHOWN].decode("utf-8", "replace").split())
        return f"{self.status} {text}".strip()


@dataclass(slots=True)
class Client:
    """Talks to the store at `url` (http or https); credentials come from the address or the environment."""

    url: str
    _opener: urllib.request.OpenerDirector = field(init=False)
    _headers: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        user = str(parts.username or os.getenv(USER) or "")
        password = str(parts.password or os.getenv(PASSWORD) or "")
        self.url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if user:
            root = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "/", "", ""))
            passwords.add_password(None, root, user, password)
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPBasicAuthHandler(passwords), urllib.request.HTTPDigestAuthHandler(passwords)
        )
        if token := os.getenv(TOKEN, ""):
            self._headers["Authorization"] = f"Bearer {token}"

    def send(
        self, method: str, url: str, body: bytes | None = None, *, headers: Mapping[str, str], timeout: float
    ) -> Reply:
        """One request; a store that is busy is asked again. Raises StoreFailed, or Timeout after `timeout` seconds."""
        for attempt in range(1, _TRIES + 1):
            reply = self._once(method, url, body, headers, timeout)
            if reply.status not in _BUSY or attempt == _TRIES:
                break
            time.sleep(_WAIT_SECONDS * attempt)
        return reply

    def _once(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], timeout: float) -> Reply:
        request = urllib.request.Request(url, data=body, method=method, headers={**self._headers, **headers})
        try:
            with self._opener.open(request, timeout=timeout) as response:
                return Reply(response.status, response.read())
        except urllib.error.HTTPError as error:
            return Reply(error.code, error.read())
        except TimeoutError as error:
            raise Timeout(f"the store {self.url} did not answer within {timeout:g} seconds") from error
        except (urllib.error.URLError, OSError, ValueError) as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise Timeout(f"the store {self.url} did not answer within {timeout:g} seconds") from error
            reason = getattr(error, "reason", error)
            raise StoreFailed(
                f"the store {self.url} cannot be reached: {reason}; start it, or correct --store"
            ) from error
