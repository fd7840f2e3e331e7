"""What stands before every request: the host it is meant for, the headers of every response, the access log."""

from __future__ import annotations

import ipaddress
import logging
import time
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.answer import BrokenOff

ACCESS = logging.getLogger("kg.serve.access")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
SECURITY = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-cache",
}
_SHOWN = 500


class HostCheck:
    """Refuses requests for other hosts: a web page that has its name point to this machine is not let in.

    Allowed are the names of this machine itself, `host` (where the server listens), and `names`. A server that listens
    on all addresses may also be called by any address.
    """

    def __init__(self, app: ASGIApp, host: str, names: Iterable[str] = ()) -> None:
        self._app = app
        self._names = {name.lower().strip("[]") for name in (*LOOPBACK, host, *names)}
        self._addresses = host in ("", "0.0.0.0", "::")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with 421."""
        if scope["type"] != "http" or self._allows(Headers(scope=scope).getlist("host")):
            await self._app(scope, receive, send)
            return
        response = PlainTextResponse("this server does not answer for that host; see kg serve --allow-host\n", 421)
        await response(scope, receive, send)

    def _allows(self, hosts: list[str]) -> bool:
        if len(hosts) != 1:
            return False
        name = _name(hosts[0])
        return name in self._names or (self._addresses and _is_address(name))


def _name(host: str) -> str:
    """The name in a header `Host`, without port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower().removesuffix(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class SecurityHeaders:
    """Adds the headers of SECURITY where the response has none of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with the headers."""

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with)


class AccessLog:
    """One line for each request: who, what, how it ended, how much, how long."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, size, start, remark = 0, 0, time.perf_counter(), ""

        async def counting(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counting)
        except BrokenOff as error:
            remark = f" broken off: {error}"
            raise
        finally:
            took = (time.perf_counter() - start) * 1000
            client = scope["client"][0] if scope.get("client") else "-"
            ACCESS.info('%s "%s %s" %d %d %.1fms%s', client, scope["method"], target(scope), status, size, took, remark)


def target(scope: Scope) -> str:
    """The address asked for, as it was sent, in plain ASCII and not too long."""
    path = scope.get("raw_path") or scope["path"].encode()
    query = scope["query_string"]
    shown = (path + b"?" + query if query else path).decode("ascii", "backslashreplace")
    shown = "".join(c if c.isprintable() and c not in ' "\\' else f"\\x{ord(c):02x}" for c in shown)
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
