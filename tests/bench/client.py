"""A small HTTP/1.1 client that costs little, so that the server is what is measured.

Each connection stays open and has one request under way. Only answers with Content-Length are
understood; every server measured here sends it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import cast


@dataclass
class Load:
    """What a load run saw."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)  # seconds, one for each answer
    bytes: int = 0
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.waits) / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """Waiting time, seconds, that this share of the answers stayed under."""
        waits = sorted(self.waits)
        return waits[min(len(waits) - 1, int(len(waits) * share))] if waits else float("inf")


class _Connection(asyncio.Protocol):
    def __init__(self, requests: Iterator[bytes], load: Load, until: Callable[[], bool]) -> None:
        self._requests = requests
        self._load = load
        self._until = until
        self._buffer = b""
        self._sent = 0.0
        self._due: float | None = None
        self._transport: asyncio.Transport | None = None
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.idle = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def send(self, due: float | None = None) -> None:
        """Send the next request; its wait counts from when it was due."""
        assert self._transport is not None
        self.idle = False
        self._sent = due if due is not None else time.perf_counter()
        self._due = due
        self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._buffer[:end].lower()
        at = head.find(b"content-length:")
        length = (
            int(head[at + 15 : head.find(b"\r", at) if head.find(b"\r", at) > 0 else None])
            if at >= 0
            else 0
        )
        if len(self._buffer) < end + 4 + length:
            return
        self._load.waits.append(time.perf_counter() - self._sent)
        self._load.bytes += len(self._buffer)
        status = int(self._buffer[9:12])
        self._load.statuses[status] = self._load.statuses.get(status, 0) + 1
        self._buffer = b""
        self.idle = True
        if self._until():
            self.close()
        elif self._due is None:
            self.send()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
        if not self.done.done():
            self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("server closed the connection"))


async def closed_loop(
    host: str, port: int, requests: list[Iterator[bytes]], seconds: float
) -> Load:
    """As many requests as the server answers, one under way on each connection."""
    load = Load()
    loop = asyncio.get_running_loop()
    end = time.perf_counter() + seconds
    connections = []
    for source in requests:
        _, connection = await loop.create_connection(
            lambda source=source: _Connection(source, load, lambda: time.perf_counter() > end),  # type: ignore[misc]
            host,
            port,
        )
        connections.append(connection)
    started = time.perf_counter()
    for connection in connections:
        connection.send()
    await asyncio.gather(*(connection.done for connection in connections))
    load.seconds = time.perf_counter() - started
    return load


async def open_loop(
    host: str, port: int, requests: list[Iterator[bytes]], rate: float, seconds: float
) -> Load:
    """Requests due at a steady rate; a late answer makes those behind it wait, and that counts."""
    load = Load()
    loop = asyncio.get_running_loop()
    connections: list[_Connection] = []
    for source in requests:
        _, connection = await loop.create_connection(
            lambda source=source: _Connection(source, load, lambda: False),  # type: ignore[misc]
            host,
            port,
        )
        connections.append(connection)
    started = time.perf_counter()
    total = int(rate * seconds)
    sent = 0
    while sent < total:
        now = time.perf_counter()
        due = started + sent / rate
        if due > now:
            await asyncio.sleep(min(due - now, 0.002))
            continue
        free = next((c for c in connections if c.idle), None)
        if free is None:
            await asyncio.sleep(0.0005)
            continue
        free.send(due)
        sent += 1
    for _ in range(2000):  # ten seconds for those still under way
        if len(load.waits) >= total:
            break
        await asyncio.sleep(0.005)
    load.seconds = time.perf_counter() - started
    for connection in connections:
        connection.close()
    return load
