"""Where one stack lives: its folder, its ports, its keys."""

from dataclasses import dataclass
from pathlib import Path

from services.standalone.keys import Keys
from services.standalone.ports import Ports

MACHINE_CACHE = Path.home() / ".cache" / "parvis"


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one stack; `durable` is false where a crash may lose the data (tests)."""

    root: Path
    ports: Ports
    keys: Keys
    durable: bool = True

    @classmethod
    def at(cls, root: Path, *, durable: bool = True) -> "Place":
        """The place whose data lies under `root`, made when it is new."""
        root = root.resolve()
        root.mkdir(parents=True, exist_ok=True)
        return cls(root, Ports(root / "ports.json"), Keys(root / "keys.json"), durable)

    def log(self, name: str) -> Path:
        """The log file of a process."""
        return self.root / "logs" / f"{name}.log"
