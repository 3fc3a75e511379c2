"""Several processes of the suite at once (`-n 2`): who is given what, and that none is left."""

import contextlib
import time
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
from xdist.scheduler import LoadScopeScheduling

from services.standalone import endings

# These stand on Keycloak, slow to start: one worker has it.
ON_KEYCLOAK = ("tests/journeys/", "tests/rooms/identity/", "tests/rooms/onboarding/")
LEAVING_SECONDS, AGAIN_SECONDS = 90, 5


class Leaving:
    """A run that is cut short brings its parts down, and lets its workers bring down theirs."""

    def __init__(self, config: pytest.Config) -> None:
        endings.heed()
        self._config = config

    def pytest_keyboard_interrupt(self) -> None:
        """Parts are brought down after this: asking again changes nothing."""
        endings.ignore()
        if self._config.pluginmanager.has_plugin("dsession"):
            _dismiss(psutil.Process().children())


def _dismiss(workers: list[psutil.Process]) -> None:
    """Interrupt the workers and wait until none holds a part; they are killed after this."""
    end = time.monotonic() + LEAVING_SECONDS
    while (left := [each for each in workers if _holds_parts(each)]) and time.monotonic() < end:
        for worker in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                worker.terminate()  # once more if it was lost: who is leaving hears no more
        psutil.wait_procs(left, timeout=AGAIN_SECONDS)


def _holds_parts(worker: psutil.Process) -> bool:
    try:
        return bool(worker.children())
    except psutil.NoSuchProcess:
        return False


class Sharing(LoadScopeScheduling):
    """All that stands on Keycloak goes to one worker; the rest file by file, in order."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return "keycloak" if nodeid.startswith(ON_KEYCLOAK) else nodeid.split("::", 1)[0]
