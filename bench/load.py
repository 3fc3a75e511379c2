"""Eight keep-alive clients on raw sockets: what they cost is kept as small as Python allows."""

import selectors
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Outcome:
    """What the clients saw: statuses, and the seconds each answer took."""

    statuses: dict[int, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds


def run(address: tuple[str, int], requests: Iterable[bytes], *, clients: int = 8) -> Outcome:
    """Send every request, each client waiting for its answer before the next."""
    waiting = iter(requests)
    outcome = Outcome()
    selector = selectors.DefaultSelector()
    began = time.perf_counter()
    for _client in range(clients):
        _open(selector, address, waiting)
    while selector.get_map():
        for key, _events in selector.select():
            _hear(selector, key, waiting, outcome)
    outcome.seconds = time.perf_counter() - began
    return outcome


@dataclass(slots=True)
class _Client:
    sent_at: float
    heard: bytearray = field(default_factory=bytearray)


def _open(
    selector: selectors.BaseSelector, address: tuple[str, int], waiting: Iterator[bytes]
) -> None:
    first = next(waiting, None)
    if first is None:
        return
    link = socket.create_connection(address)
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    link.sendall(first)
    selector.register(link, selectors.EVENT_READ, _Client(time.perf_counter()))


def _hear(
    selector: selectors.BaseSelector,
    key: selectors.SelectorKey,
    waiting: Iterator[bytes],
    outcome: Outcome,
) -> None:
    link, client = key.fileobj, key.data
    assert isinstance(link, socket.socket)
    client.heard += link.recv(262_144)
    if not _whole(client.heard):
        return
    outcome.times.append(time.perf_counter() - client.sent_at)
    status = int(client.heard[9:12])
    outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
    following = next(waiting, None)
    if following is None:
        selector.unregister(link)
        link.close()
        return
    client.heard.clear()
    client.sent_at = time.perf_counter()
    link.sendall(following)


def _whole(heard: bytearray) -> bool:
    end = heard.find(b"\r\n\r\n")
    if end < 0:
        return False
    place = heard.lower().find(b"content-length:", 0, end)
    if place < 0:
        return True
    length = int(heard[place + 15 : heard.find(b"\r\n", place)])
    return len(heard) >= end + 4 + length
