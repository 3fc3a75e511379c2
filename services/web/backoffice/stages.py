"""What procedures and stages are called in a collectivity, remembered for a minute. Names only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from time import monotonic
from uuid import UUID

from services.foundation.database import Transaction
from services.foundation.i18n import Text
from services.procedures import queries as procedures

FRESH_SECONDS = 60.0
MOST_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Names:
    """Titles of procedures, and the agents' names of their stages."""

    titles: Mapping[str, Text]
    stages: Mapping[tuple[str, str], Text]

    def stage(self, procedure_id: str, stage: str) -> str:
        """A stage in the agents' words; its bare name when no version in force has it."""
        return str(self.stages.get((procedure_id, stage), stage))

    def choices(self) -> list[tuple[str, str]]:
        """Every stage once, for a filter."""
        return list({stage: str(text) for (_, stage), text in self.stages.items()}.items())


_remembered: dict[UUID, tuple[float, Names]] = {}


async def names_in(tx: Transaction, *, tenant_id: UUID, on: date) -> Names:
    """What the collectivity offers, by name, at most a minute old."""
    known = _remembered.get(tenant_id)
    if known and monotonic() - known[0] < FRESH_SECONDS:
        return known[1]
    adopted = await procedures.adopted_by(tx, tenant_ids=[tenant_id], on=on)
    found = Names(
        titles={each.procedure.id: each.procedure.title for each in adopted},
        stages={
            (each.procedure.id, state.id): state.agent
            for each in adopted
            for state in each.process.states.values()
        },
    )
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    _remembered[tenant_id] = monotonic(), found
    return found
