"""What `make demo` says on the terminal: plain lines, each step with its time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape

from services.standalone.contracts import PartFailed


class Narrator:
    """Tells the story as it goes; works on a terminal and in a log alike."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)
        self._begun = time.monotonic()

    def title(self, text: str) -> None:
        """Open a chapter."""
        self._console.print(f"\n[bold]{escape(text)}[/bold]")

    def say(self, text: str) -> None:
        """One plain line."""
        self._console.print(f"  {escape(text)}", soft_wrap=True)

    def ready(self, name: str, seconds: float) -> None:
        """A part answers."""
        self._console.print(f"  [green]✓[/green] {escape(name)} [dim]{seconds:.1f} s[/dim]")

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """A step of the set-up: shown while it runs, timed when it is done."""
        begun = time.monotonic()
        if not self._console.is_terminal:
            yield
        else:
            with self._console.status(escape(text)):
                yield
        self.ready(text, time.monotonic() - begun)

    def failure(self, failure: PartFailed) -> None:
        """Which part failed, the end of its log, and what to do."""
        reason = f"\n[red]✗ {escape(failure.part)}[/red]: {escape(failure.reason)}"
        self._console.print(reason, soft_wrap=True)
        for line in failure.lines:
            self._console.print(f"    [dim]{escape(line)}[/dim]", soft_wrap=True)
        if failure.remedy:
            self.say(failure.remedy)

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self._begun
