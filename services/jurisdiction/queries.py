"""Ask who must answer."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import TextClause

from services.foundation.database import Transaction
from services.foundation.trips import Question, prepared
from services.jurisdiction._repository import RESOLVE_MANY, RESOLVE_ONE
from services.jurisdiction._rules import answer, level_of
from services.jurisdiction.contracts import Answer

_RESOLUTION = prepared(RESOLVE_ONE)


async def resolve(tx: Transaction, insee: str, procedure_id: str | None, on: date) -> Answer:
    """The authorities over the commune that `insee` designates (a code past or present) and, for
    a procedure, the one that must answer on the day `on`, with the reason.

    An act in force on that day goes before the rule of the procedure's level: for the commune
    first, then its EPCI, then its département. Without an EPCI the commune answers itself.
    A code that nobody knows is answered by `UnknownCode`. One statement. Raises `UnknownProcedure`.
    """
    rows = await tx.rows(resolution_statement(insee, procedure_id, on))
    return answer_from(rows[0])


def resolution_statement(insee: str, procedure_id: str | None, on: date) -> TextClause:
    """The statement of `resolve`, for a caller who sends it with others in one trip; it always
    gives one row, to be read by `answer_from`. Raises `UnknownProcedure`."""
    if procedure_id is not None:
        level_of(procedure_id)
    return RESOLVE_ONE.bindparams(code=insee, service=procedure_id, on=on)


def resolution_question(insee: str, procedure_id: str, on: date) -> Question:
    """The same for a pipelined trip. Raises `UnknownProcedure`."""
    level_of(procedure_id)
    return Question(_RESOLUTION, {"code": insee, "service": procedure_id, "on": on})


def answer_from(row: Any) -> Answer:
    """What the row of `resolution_statement` or of `resolution_question` says."""
    return answer(row)


async def resolve_many(
    tx: Transaction, codes: Sequence[str], procedure_id: str | None, on: date
) -> tuple[Answer, ...]:
    """As `resolve`, for many codes, in their order. One statement."""
    return await _resolve(tx, [(code, procedure_id) for code in codes], on)


async def resolve_procedures(
    tx: Transaction, insee: str, procedure_ids: Iterable[str], on: date
) -> dict[str, Answer]:
    """As `resolve`, for many procedures at one commune: the front door's list. One statement."""
    ids = list(dict.fromkeys(procedure_ids))
    return dict(zip(ids, await _resolve(tx, [(insee, each) for each in ids], on), strict=True))


async def _resolve(
    tx: Transaction, asked: list[tuple[str, str | None]], on: date
) -> tuple[Answer, ...]:
    for service in {service for _, service in asked if service is not None}:
        level_of(service)
    parameters = {
        "codes": [code for code, _ in asked],
        "services": [service for _, service in asked],
        "on": on,
    }
    return tuple(answer(row) for row in await tx.rows(RESOLVE_MANY, parameters))
