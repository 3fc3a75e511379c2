"""A process of ours: its log, its own session, its end.

A child has its own session so that Ctrl-C reaches only the orchestrator, which ends the children
in order, by process id.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from services.standalone.contracts import PartFailed


@dataclass(slots=True)
class Child:
    """One process, its log in `log` and its id in a file beside, for a later start to find."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    remedy: str = ""
    _process: subprocess.Popen[bytes] | None = None
    _begins: int = 0

    def start(self) -> None:
        """Start it, its log appended to and its id noted beside."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._begins = log.tell()
            self._process = subprocess.Popen(
                list(self.command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.environment},
                start_new_session=True,
                user=self.user,
                group=self.user,
                extra_groups=[] if self.user else None,
            )
        born = psutil.Process(self.pid).create_time()
        self._note.write_text(f"{self.pid} {born} {self.stop_signal.value}")

    @property
    def pid(self) -> int:
        """Its process id; 0 when it was never started."""
        return self._process.pid if self._process else 0

    def running(self) -> bool:
        """Whether the process is there (it may not answer yet)."""
        return self._process is not None and self._process.poll() is None

    def wait_until(self, ready: Callable[[], bool], *, seconds: float, every: float = 0.1) -> None:
        """Return when `ready()`; PartFailed if the process ends first or the time is over."""
        end = time.monotonic() + seconds
        while not ready():
            if not self.running():
                raise self.failure("it stopped while starting")
            if time.monotonic() > end:
                raise self.failure(f"no answer after {seconds:.0f} seconds")
            time.sleep(every)

    def wait(self, *, seconds: float) -> int:
        """Wait for its end and return its status; PartFailed when it takes too long."""
        assert self._process is not None, "wait() comes after start()"
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.stop()
            raise self.failure(f"not done after {seconds:.0f} seconds") from None

    def failure(self, reason: str) -> PartFailed:
        """The failure to raise about this process, with the end of its log."""
        return PartFailed(self.name, reason, lines=self.last_lines(), remedy=self.remedy)

    def stop(self) -> None:
        """Ask it to end, then make it."""
        if self._process is not None and self._process.poll() is None:
            _end(psutil.Process(self._process.pid), self.stop_signal, self.grace)
            self._process.wait()
        self._note.unlink(missing_ok=True)

    def last_lines(self, count: int = 20) -> list[str]:
        """The end of its log, since it was last started."""
        if not self.log.exists():
            return []
        with self.log.open("rb") as log:
            log.seek(self._begins)
            return [line.decode(errors="replace").rstrip() for line in deque(log, maxlen=count)]

    @property
    def _note(self) -> Path:
        return self.log.with_suffix(".pid")


def end_leftovers(logs: Path) -> None:
    """End the processes that an interrupted run left behind, as their notes in `logs` say."""
    for note in logs.glob("*.pid"):
        pid, born, stop_signal = note.read_text().split()
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(int(pid))
            if str(process.create_time()) == born:
                _end(process, signal.Signals(int(stop_signal)), grace=10)
        note.unlink()


def _end(process: psutil.Process, stop_signal: signal.Signals, grace: float) -> None:
    """Signal the process and wait; past `grace`, kill it with its descendants."""
    try:
        family = [process, *process.children(recursive=True)]
        process.send_signal(stop_signal)
    except psutil.NoSuchProcess:
        return
    _gone, alive = psutil.wait_procs([process], timeout=grace)
    for member in family if alive else []:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    psutil.wait_procs(family, timeout=5)
