"""The resident sends pieces that were asked for, or an agent records that they came."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from services.cases._attachments import attach_to_case
from services.cases._rules import asked_pieces
from services.cases._story import Story, acting
from services.cases.contracts import AgentAtWork
from services.foundation.actor import Actor
from services.foundation.database import Agent, Citizen, Database
from services.processes.contracts import Role


async def give_pieces(
    db: Database,
    *,
    person_id: UUID,
    tenant_id: UUID,
    case_id: UUID,
    version: int | None,
    pieces: Sequence[str],
    attachment_ids: Iterable[UUID] = (),
    message: str = "",
    at: datetime,
) -> None:
    """The resident gives `pieces`; their files, received before, join the case.

    Raises NotFound, CaseMoved and the refusals of the process (nothing awaited…).
    """
    context = Citizen(person_id, tenant_id, case_id)
    async with acting(
        db, context, tenant_id=tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        actor = Actor("person", person_id, "applicant")
        _give(story, pieces, by=actor, roles=frozenset({"person"}), message=message)
        for attachment_id in attachment_ids:
            attach_to_case(
                story.writes, tenant_id=tenant_id, case_id=case_id, attachment_id=attachment_id
            )


async def receive_pieces(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    pieces: Sequence[str],
    message: str = "",
    by: AgentAtWork,
    at: datetime,
) -> None:
    """An agent records pieces that came by post or at the counter."""
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        _give(story, pieces, by=by.actor, roles=by.roles, message=message)


def _give(
    story: Story, pieces: Sequence[str], *, by: Actor, roles: frozenset[Role], message: str
) -> None:
    awaited = {piece.piece for piece in asked_pieces(story.events).pieces}
    story.take(
        "give_pieces",
        by=by,
        roles=roles,
        fields={"pieces": tuple(pieces), "message": message},
        fact={"pieces": list(pieces), "partial": bool(awaited - set(pieces))},
        payload={"message": message},
    )
