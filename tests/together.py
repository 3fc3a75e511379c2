"""Several processes of the suite at once (`-n 2`): who is given what, and that none is left."""

import contextlib
import time

import psutil  # type: ignore[import-untyped]
import pytest

from services.standalone import endings

LEAVING_SECONDS = 60


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
    for worker in workers:
        with contextlib.suppress(psutil.NoSuchProcess):
            worker.terminate()
    end = time.monotonic() + LEAVING_SECONDS
    while any(map(_holds_parts, workers)) and time.monotonic() < end:
        time.sleep(0.2)


def _holds_parts(worker: psutil.Process) -> bool:
    try:
        return bool(worker.children())
    except psutil.NoSuchProcess:
        return False


def share(items: list[pytest.Item]) -> None:
    """All that stands on Keycloak, slow to start, goes to one worker; the rest file by file."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        group = "keycloak" if "keycloak" in fixtures else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
