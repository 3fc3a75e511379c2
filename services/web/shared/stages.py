"""What procedures and stages are called in a collectivity, remembered for a minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from time import monotonic
from uuid import UUID

from services.foundation.database import Database, Public
from services.foundation.i18n import Text
from services.procedures import queries as procedures

FRESH_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Names:
    """Titles of procedures, and the agents' names of their stages.

    `common` names the stages of every process: a request handed over may follow a procedure that
    the collectivity does not offer.
    """

    titles: Mapping[str, Text]
    stages: Mapping[tuple[str, str], Text]
    common: Mapping[str, Text]

    def title(self, procedure_id: str) -> str:
        return str(self.titles.get(procedure_id, procedure_id))

    def stage(self, procedure_id: str, stage: str) -> str:
        named = self.stages.get((procedure_id, stage)) or self.common.get(stage)
        return str(named or stage)

    def choices(self) -> list[tuple[str, str]]:
        """Every stage once, by name, for a filter."""
        named = {stage: str(text) for (_, stage), text in self.stages.items()}
        return sorted(named.items(), key=lambda each: each[1])


class Stages:
    """Reads what a collectivity offers at most once a minute."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._held: dict[UUID, tuple[float, Names]] = {}
        self._common: tuple[float, Mapping[str, Text]] = (-FRESH_SECONDS, {})

    async def of(self, tenant_id: UUID, *, on: date) -> Names:
        """The names in force on a day."""
        held = self._held.get(tenant_id)
        if held is not None and monotonic() - held[0] < FRESH_SECONDS:
            return held[1]
        adopted = await procedures.offered_by(self._db, tenant_id=tenant_id, on=on)
        names = Names(
            titles={each.procedure.id: each.procedure.title for each in adopted},
            stages={
                (each.procedure.id, state.id): state.agent
                for each in adopted
                for state in each.process.states.values()
            },
            common=await self._of_all(),
        )
        self._held[tenant_id] = (monotonic(), names)
        return names

    async def _of_all(self) -> Mapping[str, Text]:
        """The stages of every process, the same for all collectivities."""
        read_at, common = self._common
        if monotonic() - read_at < FRESH_SECONDS:
            return common
        async with self._db.transaction(Public()) as tx:
            processes = await procedures.processes_published(tx)
        found = {state.id: state.agent for each in processes for state in each.states.values()}
        self._common = (monotonic(), found)
        return found
