"""Ctrl-C and its like: heard from the first instant, then never twice."""

import signal
from types import FrameType

# The shell's word for a command that Ctrl-C ended.
INTERRUPTED = 130
_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def heed() -> None:
    """Take each as Ctrl-C, even when a shell in whose background we run had us ignore it."""
    for ending in _ENDINGS:
        signal.signal(ending, _interrupt)


def ignore() -> None:
    """Closing has begun: asking again changes nothing."""
    for ending in _ENDINGS:
        signal.signal(ending, signal.SIG_IGN)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
