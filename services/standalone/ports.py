"""Free loopback ports, the same from one start to the next whenever they are still free."""

import json
import random
import socket
from pathlib import Path

# Below the range from which systems take the ports of outgoing connections.
_RANGE = range(20_000, 32_000)


def is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1 at this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether somebody listens on 127.0.0.1 at this port now."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Ports:
    """The ports of one stack, kept in a file so that addresses survive a restart."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._by_name: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}

    def remembered(self, name: str) -> int | None:
        """The port of an earlier start, free or not."""
        return self._by_name.get(name)

    def take(self, name: str) -> int:
        """The port of this name: the remembered one when free, else a new one."""
        port = self._by_name.get(name)
        if port is None or not is_free(port):
            port = self._new()
            self._by_name[name] = port
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps(self._by_name, indent=2))
        return port

    def _new(self) -> int:
        taken = set(self._by_name.values())
        while True:
            port = random.choice(_RANGE)
            if port not in taken and is_free(port):
                return port
