"""The one activity of housekeeping: a chore done to its end, a heartbeat after each batch."""

from dataclasses import dataclass

from temporalio import activity

from services.foundation import clock
from workflows.housekeeping.chores import Means, do_chore
from workflows.housekeeping.messages import DO_CHORE, ChoreRef


@dataclass(frozen=True, slots=True)
class ChoreActivities:
    """Queues `cases` and `connectors`."""

    means: Means

    @activity.defn(name=DO_CHORE)
    async def do(self, chore: ChoreRef) -> int:
        """Do the chore; what an earlier attempt did is done."""
        return await do_chore(self.means, chore.name, at=clock.now(), beat=activity.heartbeat)
