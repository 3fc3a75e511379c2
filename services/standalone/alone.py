"""One orchestrator at a time over one folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.standalone.child import end_leftovers
from services.standalone.contracts import PartFailed


@contextmanager
def alone_in(root: Path) -> Iterator[None]:
    """Hold the folder, with whatever an interrupted run left behind ended.

    Raises PartFailed when another orchestrator holds it.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / "orchestrator.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            raise PartFailed(
                "make demo",
                f"it already runs here (process {lock.read().strip()})",
                remedy="Stop it with Ctrl-C where it runs.",
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        end_leftovers(root / "logs")
        yield
