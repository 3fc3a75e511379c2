"""All the parts together: started at the same time, stopped together, the failing one named."""

import threading
import time
from collections.abc import Callable, Iterable
from queue import Queue
from typing import Protocol

from services.standalone.contracts import Part, PartFailed

Progress = Callable[[str, float], None]


def silent(name: str, seconds: float) -> None:
    """Say nothing of progress."""


class Stoppable(Protocol):
    """Anything that can be brought down."""

    def stop(self) -> None:
        """Bring it down."""


def stop_all(things: Iterable[Stoppable]) -> None:
    """Bring them down, all at the same time."""
    threads = [threading.Thread(target=thing.stop) for thing in things]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Stack:
    """Parts that live and end together."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self.parts = list(parts)

    def start(self, *, progress: Progress = silent) -> None:
        """Start every part at once; `progress(name, seconds)` as each answers.

        Raises PartFailed for the first that fails; the caller then calls `stop`.
        """
        results: Queue[tuple[Part, float, BaseException | None]] = Queue()
        for part in self.parts:
            threading.Thread(target=_start, args=(part, results), daemon=True).start()
        for _ in self.parts:
            part, seconds, failure = results.get()
            if isinstance(failure, PartFailed):
                raise failure
            if failure is not None:
                raise PartFailed(part.name, str(failure), lines=part.last_lines()) from failure
            progress(part.name, seconds)

    def stop(self) -> None:
        """Bring every part down."""
        stop_all(self.parts)

    def settings(self) -> dict[str, str]:
        """What the application must know to reach them all."""
        return {key: value for part in self.parts for key, value in part.settings().items()}


def _start(part: Part, results: "Queue[tuple[Part, float, BaseException | None]]") -> None:
    begun = time.monotonic()
    failure: BaseException | None = None
    try:
        part.start()
    except Exception as error:  # noqa: BLE001 - told by the thread that waits
        failure = error
    results.put((part, time.monotonic() - begun, failure))
