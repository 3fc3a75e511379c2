"""What crosses between the workflow and its activity: the name of a chore and a number.

Histories outlive releases: fields are only ever added, with a default.
"""

from dataclasses import dataclass

WORKFLOW = "Housekeeping"
DO_CHORE = "do_chore"
QUEUE = "cases"


@dataclass(frozen=True, slots=True)
class ChoreRef:
    """Which chore, and the queue whose workers have what it needs."""

    name: str
    queue: str
