"""A case handed over reaches the collectivity that must answer it."""

from dataclasses import dataclass

from temporalio import activity

from services.cases.actions.receive_case import deliver_case
from services.cases.contracts import ToDo
from services.documents.store import ObjectStore
from services.foundation import clock
from services.foundation.database import Database
from workflows.case_life.activities import DELIVER_CASE, do_effect
from workflows.case_life.messages import EffectRef


@dataclass(frozen=True, slots=True)
class DeliveryActivities:
    """Queue `documents`: files are read, sealed anew and stored there."""

    db: Database
    store: ObjectStore

    @activity.defn(name=DELIVER_CASE)
    async def deliver(self, ref: EffectRef) -> None:
        """Make the receiver's case, with its files; the receiver's clock is told by its outbox."""
        await do_effect(self.db, ref, self._deliver)

    async def _deliver(self, todo: ToDo) -> None:
        await deliver_case(self.db, self.store, todo, at=clock.now())
