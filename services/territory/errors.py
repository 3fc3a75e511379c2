"""What can go wrong with the territory.

Outage
└── SourceMissing     the npm package is not where it should be, or is not what it should be
"""

from pathlib import Path

from services.foundation.errors import Outage


class SourceMissing(Outage):
    """The package `@etalab/decoupage-administratif` cannot be read at `path`."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__("territory data", f"{path}: {reason}; run `make setup` to fetch it")
        self.path = path
