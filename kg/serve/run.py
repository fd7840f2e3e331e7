"""A server that listens, until it is told to end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn

from kg.errors import UsageError
from kg.ontology import Ontology, load_ontology
from kg.serve.answer import BrokenOff
from kg.serve.app import create_app
from kg.serve.options import Options
from kg.serve.pool import Pool
from kg.serve.site import Site

_BACKLOG = 512


def serve(options: Options, ready: Callable[[str], None] = lambda address: None) -> None:
    """Serve an output folder until SIGINT or SIGTERM; running requests may end then.

    `ready` is told the address as soon as the server answers. Raises UsageError where it cannot listen, StoreFailed
    where the store is missing or damaged, OntologyInvalid.
    """
    ontology = load_ontology(options.ontology, lexicon=False)
    logging.getLogger("uvicorn.error").addFilter(_expected)
    with contextlib.closing(_listen(options)) as listening:
        asyncio.run(_serve(options, ontology, listening, ready))


async def _serve(options: Options, ontology: Ontology, listening: socket.socket, ready: Callable[[str], None]) -> None:
    pool = Pool(options.store, options.limits)
    try:
        await pool.open()
        config = uvicorn.Config(
            create_app(Site(options, ontology, pool, asyncio.get_running_loop())),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=max(1, round(options.limits.shutdown)),
        )
        server = _Server(config, lambda: ready(_address(options.host, listening)))
        await server.serve(sockets=[listening])
    finally:
        await pool.close()


def _listen(options: Options) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            options.host or None, options.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        # Only where the protocol is named does asyncio send at once what would else wait for an answer (40 ms).
        listening = socket.socket(family, kind, protocol or socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
        return listening
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(
            f"cannot listen on {options.host}, port {options.port}: {reason}; choose others with --host and --port"
        ) from error


def _address(host: str, listening: socket.socket) -> str:
    """The address to open, with the port that was given out."""
    name = "127.0.0.1" if host in ("", "0.0.0.0") else "::1" if host == "::" else host
    return f"http://{f'[{name}]' if ':' in name else name}:{listening.getsockname()[1]}/"


class _Server(uvicorn.Server):
    """Says when it is ready, and ends in peace: a signal is no error."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGINT and SIGTERM end the server; a second SIGINT does not wait for running requests."""
        former = {name: signal.signal(name, self._told) for name in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for name, handler in former.items():
                signal.signal(name, handler)

    def _told(self, number: int, frame: FrameType | None) -> None:
        self.handle_exit(number, frame)


def _expected(record: logging.LogRecord) -> bool:
    """Whether to log what the server library says: not that an answer was cut, which the access log tells."""
    return not (record.exc_info and isinstance(record.exc_info[1], BrokenOff))
