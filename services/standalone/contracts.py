"""What every part of the stack can do, and how one that fails is told."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class PartFailed(Exception):
    """A part did not start or refuses: which one, why, the end of its log, and what to do."""

    def __init__(
        self, part: str, reason: str, *, lines: Sequence[str] = (), remedy: str = ""
    ) -> None:
        super().__init__(f"{part}: {reason}")
        self.part = part
        self.reason = reason
        self.lines = tuple(lines)
        self.remedy = remedy


class Part(Protocol):
    """A neighbour that Parvis speaks to, started here or given by address."""

    @property
    def name(self) -> str:
        """What people call it."""

    def start(self) -> None:
        """Return once it answers; raise PartFailed."""

    def healthy(self) -> bool:
        """Whether it answers now."""

    def stop(self) -> None:
        """Bring it down; no effect on one that is down already."""

    def last_lines(self, count: int = 20) -> list[str]:
        """The end of its log."""

    def settings(self) -> Mapping[str, str]:
        """What the application must know to reach it, by the names of `foundation.settings`."""
