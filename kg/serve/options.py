"""How a server is set up: what it serves, where it listens, and what one client may ask of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import UsageError

KIB, MIB = 1 << 10, 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request, and all requests together, may take. Seconds, bytes and numbers; all more than zero.

    `timeout` holds where a request names none; none gets more than `max_timeout`. At most `processes` queries run at
    one moment and `waiting` more wait for their turn, each `wait` seconds at most. A process that takes more than
    `memory` bytes is ended. An answer is broken off at `rows` rows or triples and at `answer` bytes, and where the
    client takes nothing for `stall` seconds. `body` is the size of a request, `write` of one that may write. `shutdown`
    is how long running requests are waited for in the end.
    """

    timeout: float = 30.0
    max_timeout: float = 300.0
    processes: int = 16
    waiting: int = 512
    wait: float = 30.0
    memory: int = 2048 * MIB
    rows: int = 1_000_000
    answer: int = 2048 * MIB
    stall: float = 60.0
    body: int = 256 * KIB
    write: int = 64 * MIB
    shutdown: float = 10.0

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if not getattr(self, name) > 0:
                raise UsageError(f"the limit {name.replace('_', ' ')} must be more than 0")
        if self.timeout > self.max_timeout:
            raise UsageError(
                f"the time limit of {self.timeout:g} seconds is above the largest that a request may ask for "
                f"({self.max_timeout:g}); raise the latter too"
            )


@dataclass(frozen=True, slots=True)
class Options:
    """One server: the output folder, the ontology folder (None: the one shipped with kg), and where it listens.

    `origins` are the web origins whose pages may read answers ("*": any); `hosts` the names beside its own address
    under which the server may be called. `quiet` leaves the access log out. Who bears the `token` may change the store;
    without one nobody may.
    """

    output: Path
    ontology: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    quiet: bool = False
    token: str = field(default="", repr=False)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise UsageError(f"--port must be a number from 0 to 65535, unlike {self.port}")
        if any(not "!" <= character <= "~" for character in self.token):
            raise UsageError("the token must consist of letters, digits and signs of ASCII, without blanks")

    @property
    def store(self) -> Path:
        """The folder of the store."""
        return self.output / "store"
