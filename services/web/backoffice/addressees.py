"""To whom a misdirected request may go: who answers for its place first, others by their name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.cases.contracts import CaseFile
from services.foundation.database import Public
from services.foundation.i18n import Text, _
from services.jurisdiction import queries as jurisdiction
from services.jurisdiction.contracts import Resolution
from services.procedures.errors import UnknownProcedure
from services.tenants.contracts import Tenant
from services.web.backoffice.act_view import Question
from services.web.shared.visit import Visit
from services.web.shared.words import plain

ELSEWHERE = Text("Une autre autorité, nommée ci-dessous", "Another authority, named below")
# So many are read at a glance: none is hidden behind a search.
A_FEW = 6
FOUND_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Addressees:
    """The collectivities on board to choose from, the likeliest first, and why that one.

    `search` is asked where there are others; `told` what the last search brought.
    """

    tenants: tuple[Tenant, ...]
    competent: str
    why: str
    search: bool
    told: str = ""


@dataclass(frozen=True, slots=True)
class _Near:
    """Who answers for the place, why, and the other levels above it, by their SIREN."""

    competent: str = ""
    why: str = ""
    stack: tuple[str, ...] = ()

    def rank(self, tenant: Tenant) -> tuple[bool, int, str]:
        stack = [self.competent, *self.stack]
        near = tenant.siren in stack
        return not near, stack.index(tenant.siren) if near else 0, tenant.name


async def addressees(visit: Visit, file: CaseFile, *, picked: str, named: str) -> Addressees:
    """Who may answer instead: those over the place, the one `picked`, those whose name was searched
    for; all of them where they are few. This collectivity is left out."""
    near = await _near(visit, file)
    others = [
        each
        for each in await visit.house.tenants.all()
        if each.id != visit.tenant.id and each.state == "active"
    ]
    hits = _named(others, named)
    found = {each.siren for each in hits[:FOUND_AT_MOST]}
    kept = {near.competent, *near.stack, picked, *found}
    few = len(others) <= A_FEW
    shown = sorted((each for each in others if few or each.siren in kept), key=near.rank)
    known = {each.siren for each in others}
    return Addressees(
        tenants=tuple(shown),
        competent=near.competent if near.competent in known else "",
        why=near.why,
        search=not few,
        told=_told(named, len(hits)),
    )


async def _near(visit: Visit, file: CaseFile) -> _Near:
    async with visit.house.db.transaction(Public()) as tx:
        try:
            answer = await jurisdiction.resolve(
                tx, file.insee, file.filed_under.procedure.id, file.today
            )
        except UnknownProcedure:
            answer = await jurisdiction.resolve(tx, file.insee, None, file.today)
    if not isinstance(answer, Resolution):
        return _Near()
    stack = tuple(each.siren for each in answer.stack if each.siren)
    if answer.competent is None:
        return _Near(stack=stack)
    return _Near(answer.competent.siren or "", str(answer.competent.reason), stack)


def _named(others: Sequence[Tenant], named: str) -> list[Tenant]:
    """Those whose name holds every word, by name."""
    words = plain(named).split()
    return (
        [each for each in others if all(one in plain(each.name) for one in words)] if words else []
    )


def _told(named: str, count: int) -> str:
    if not named.strip():
        return ""
    if count == 0:
        return _("Aucune collectivité de la plateforme ne porte ce nom : nommez-la plus bas.")
    if count > FOUND_AT_MOST:
        return _("{num} collectivités portent ce nom, voici les premières : précisez-le.").format(
            num=count
        )
    return ""


def with_addressees(
    asked: Sequence[Question], found: Addressees, *, picked: str | None
) -> list[Question]:
    """The question of to whom, with the collectivities that it may name; the competent one is
    proposed until somebody `picked`."""
    choices = (
        *((each.siren, Text(each.name, each.name)) for each in found.tenants),
        ("", ELSEWHERE),
    )
    return [
        replace(
            one,
            ask=replace(one.ask, kind="choice", choices=choices),
            value=found.competent if picked is None else picked,
            help=found.why,
            optional=False,
            across=False,
        )
        if one.ask.name == "to"
        else one
        for one in asked
    ]
