"""To whom a misdirected request may go: who answers for its place first, then who is on board."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.cases.contracts import CaseFile
from services.foundation.database import Public
from services.foundation.i18n import Text
from services.jurisdiction import queries as jurisdiction
from services.jurisdiction.contracts import Resolution
from services.procedures.errors import UnknownProcedure
from services.tenants.contracts import Tenant
from services.web.backoffice.act_view import Question
from services.web.shared.visit import Visit

ELSEWHERE = Text("Une autre autorité, nommée ci-dessous", "Another authority, named below")


@dataclass(frozen=True, slots=True)
class Addressees:
    """The collectivities on board, the likeliest first, and why."""

    tenants: tuple[Tenant, ...]
    competent: str
    why: str


async def addressees(visit: Visit, file: CaseFile) -> Addressees:
    """Who may answer instead, by the rule of the place; this collectivity left out."""
    async with visit.house.db.transaction(Public()) as tx:
        try:
            answer = await jurisdiction.resolve(
                tx, file.insee, file.filed_under.procedure.id, file.today
            )
        except UnknownProcedure:
            answer = await jurisdiction.resolve(tx, file.insee, None, file.today)
    others = [
        each
        for each in await visit.house.tenants.all()
        if each.id != visit.tenant.id and each.state == "active"
    ]
    competent, why, near = "", "", list[str]()
    if isinstance(answer, Resolution):
        near = [each.siren for each in answer.stack if each.siren]
        if answer.competent is not None:
            why = str(answer.competent.reason)
            competent = answer.competent.siren or ""
    ranked = sorted(
        others,
        key=lambda each: (
            each.siren != competent,
            near.index(each.siren) if each.siren in near else len(near),
            each.name,
        ),
    )
    known = {each.siren for each in others}
    return Addressees(tuple(ranked), competent if competent in known else "", why)


def with_addressees(asked: Sequence[Question], found: Addressees) -> list[Question]:
    """The question of to whom, with the collectivities that it may name."""
    choices = (
        *((each.siren, Text(each.name, each.name)) for each in found.tenants),
        ("", ELSEWHERE),
    )
    return [
        replace(
            one,
            ask=replace(one.ask, kind="choice", choices=choices),
            value=one.value or found.competent,
            help=found.why,
            optional=False,
            across=False,
        )
        if one.ask.name == "to"
        else one
        for one in asked
    ]
