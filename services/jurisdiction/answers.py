"""The JSON of `parvis jurisdiction resolve`."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.foundation.database import Transaction
from services.jurisdiction.contracts import Answer, Authority, Competent, UnknownCode
from services.jurisdiction.queries import resolve_many
from services.procedures.queries import published_version


async def resolve_json(
    tx: Transaction, codes: Sequence[str], *, procedure_id: str | None, on: date
) -> list[dict[str, Any]]:
    """One object a code, in order; `{"asked", "error"}` for a code that nobody knows.

    Sentences are in the current language. Raises `UnknownProcedure` for one that is not published.
    """
    if procedure_id is not None:
        await published_version(tx, procedure_id=procedure_id)
    return [as_json(each) for each in await resolve_many(tx, codes, procedure_id, on)]


def as_json(answer: Answer) -> dict[str, Any]:
    """An answer as published. `nobody` is there only when a procedure finds no authority."""
    if isinstance(answer, UnknownCode):
        return {"asked": answer.asked, "error": str(answer.sentence)}
    commune = answer.commune
    published: dict[str, Any] = {
        "asked": answer.asked,
        "commune": {"insee": commune.insee, "name": commune.name, "kind": commune.kind},
        "stack": [_authority(each) for each in answer.stack],
        "competent": _competent(answer.competent) if answer.competent else None,
    }
    if answer.nobody is not None:
        published["nobody"] = str(answer.nobody)
    return published


def _authority(authority: Authority | Competent) -> dict[str, Any]:
    return {
        "level": authority.level,
        "code": authority.code,
        "siren": authority.siren,
        "name": authority.name,
        "onboard": authority.onboard,
    }


def _competent(competent: Competent) -> dict[str, Any]:
    why = {"reason": str(competent.reason), "act": competent.act}
    return _authority(competent) | why
