"""From what is known of a commune on a day to who answers, and why. Pure."""

from typing import Any, get_args
from uuid import UUID

from services.foundation.i18n import Text
from services.jurisdiction import _reasons as reasons
from services.jurisdiction.contracts import (
    Answer,
    Authority,
    Competent,
    Resolution,
    ResolvedCommune,
    Tenant,
    UnknownCode,
)
from services.procedures.errors import UnknownProcedure
from services.territory.contracts import Level

# Districts that the official code lists among communes, without a municipality: Terres australes et
# antarctiques françaises, Wallis-et-Futuna (circonscriptions), Clipperton.
WITHOUT_MUNICIPALITY = frozenset({"984", "986", "989"})


def level_of(procedure_id: str) -> Level:
    """The level of a procedure, which is the first part of its id. Raises `UnknownProcedure`."""
    levels: tuple[Level, ...] = get_args(Level)
    for level in levels:
        if procedure_id.startswith(f"{level}/"):
            return level
    raise UnknownProcedure(procedure_id)


def level_of_territory(code: str) -> Level:
    """What kind of territory a code names, by its length: INSEE codes have 5 signs, SIREN 9."""
    if len(code) == 9:
        return "epci"
    return "commune" if len(code) == 5 else "departement"


def answer(row: Any) -> Answer:
    """What one row of `_repository` says."""
    if row.insee is None:
        return UnknownCode(row.asked, reasons.unknown(row.asked))
    stack = _stack(row)
    competent: Competent | Text | None = _who(row, stack) if row.service is not None else None
    return Resolution(
        asked=row.asked,
        commune=ResolvedCommune(row.insee, row.commune_name, row.kind),
        stack=tuple(stack.values()),
        competent=competent if isinstance(competent, Competent) else None,
        nobody=competent if isinstance(competent, Text) else None,
    )


def _stack(row: Any) -> dict[Level, Authority]:
    """The authorities over the commune, from the nearest; a level that does not exist is absent."""
    stack: dict[Level, Authority] = {
        "commune": Authority(
            "commune",
            row.insee,
            row.commune_name,
            row.commune_siren,
            _tenant(row.commune_tenant, row.commune_slug),
        )
    }
    if row.epci is not None:
        tenant = _tenant(row.epci_tenant, row.epci_slug)
        stack["epci"] = Authority("epci", row.epci, row.epci_name, row.epci, tenant)
    departement = _departement(row)
    if departement is not None:
        stack["departement"] = departement
    return stack


def _departement(row: Any) -> Authority | None:
    tenant = _tenant(row.departement_tenant, row.departement_slug)
    if row.holder is not None:
        siren = row.holder_siren or row.tenant_siren
        return Authority("departement", row.holder, row.holder_name, siren, tenant)
    if row.zone == "com":
        return None
    siren = row.departement_siren or row.tenant_siren
    return Authority("departement", row.departement, row.departement_name, siren, tenant)


def _who(row: Any, stack: dict[Level, Authority]) -> Competent | Text:
    """Who answers for the procedure of the row, or why nobody does."""
    if row.given is not None:
        return Competent(
            level=row.given_level,
            code=row.given,
            name=row.given_name,
            siren=row.given_siren,
            tenant=_tenant(row.given_tenant, row.given_slug),
            reason=reasons.by_act(row.commune_name, row.given_name, row.given_since),
            act=row.given_act,
        )
    if row.given_level in stack:
        authority = stack[row.given_level]
        reason = reasons.by_act(row.commune_name, authority.name, row.given_since)
        return _competent(authority, reason, row.given_act)
    return _by_rule(row, stack, level_of(row.service))


def _by_rule(row: Any, stack: dict[Level, Authority], level: Level) -> Competent | Text:
    commune = row.commune_name
    if level == "departement":
        return _of_departement(row, stack.get(level))
    if row.departement in WITHOUT_MUNICIPALITY:
        return reasons.no_municipality(commune)
    if level == "commune":
        return _competent(stack[level], reasons.by_rule_commune(commune), None)
    if level not in stack:
        return _competent(stack["commune"], reasons.without_epci(commune), None)
    return _competent(stack[level], reasons.by_rule_epci(commune, row.epci_name), None)


def _of_departement(row: Any, authority: Authority | None) -> Competent | Text:
    commune = row.commune_name
    if authority is None:
        return reasons.no_departement(commune, row.departement_name)
    if row.holder is not None:
        reason = reasons.by_holder(commune, row.holder_name, row.holder_since)
        return _competent(authority, reason, row.holder_act)
    reason = reasons.by_rule_departement(commune, row.of_name, row.departement_name)
    return _competent(authority, reason, None)


def _competent(authority: Authority, reason: Text, act: str | None) -> Competent:
    return Competent(
        level=authority.level,
        code=authority.code,
        name=authority.name,
        siren=authority.siren,
        tenant=authority.tenant,
        reason=reason,
        act=act,
    )


def _tenant(tenant_id: UUID | None, slug: str) -> Tenant | None:
    return None if tenant_id is None else Tenant(tenant_id, slug)
