"""The only reader of the system clock.

Domain functions take `at`; doors and activities ask `now()` once and pass it on (decision 10).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

Source = Callable[[], datetime]


def _system() -> datetime:
    return datetime.now(UTC)


_source: Source = _system


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _source()


@contextmanager
def using(source: Source) -> Iterator[None]:
    """Read time from `source` in this process: skipped time of workflows, tests."""
    global _source
    previous, _source = _source, source
    try:
        yield
    finally:
        _source = previous
