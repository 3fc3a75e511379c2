"""What a case was filed under, read back as the law and the process want it (decision 11)."""

from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from services.cases._rules import zone_named
from services.cases.contracts import FiledUnder
from services.forms.contracts import Silence
from services.foundation.database import Transaction
from services.law.contracts import Regime, WarningDays
from services.law.regimes import regime_under
from services.procedures import queries as procedures
from services.procedures.contracts import Standing
from services.tenants.contracts import Tenant


def rules_fixed_by_filing(silence: Silence, tenant: Tenant) -> dict[str, str]:
    """The rules that the day of filing fixes: what silence means, the calendar, the zone, the
    working days before the last one on which agents are warned."""
    return {
        "silence": silence.effect,
        "delay": silence.delay,
        "article": silence.article,
        **rules_of_tenant(tenant),
    }


def rules_of_tenant(tenant: Tenant) -> dict[str, str]:
    """Those that follow from who receives the request."""
    return {
        "calendar": tenant.calendar,
        "time_zone": tenant.time_zone,
        "warn_agent": _words(tenant.warnings.agent),
        "warn_supervisor": _words(tenant.warnings.supervisor),
    }


def _words(days: tuple[int, ...]) -> str:
    return " ".join(map(str, days))


def warning_days(rules: Mapping[str, str]) -> WarningDays:
    """The days that these rules fix; the house's own where they say nothing."""
    said = {who: rules[f"warn_{who}"] for who in ("agent", "supervisor") if f"warn_{who}" in rules}
    return WarningDays(**{who: tuple(map(int, days.split())) for who, days in said.items()})


async def filed_under_of(tx: Transaction, *, tenant_id: UUID, digest: str) -> FiledUnder:
    """The snapshot of that digest; read from the database only the first time."""
    standing = await procedures.standing(tx, tenant_id=tenant_id, digest=digest)
    return filed_under(digest, standing)


def filed_under(digest: str, standing: Standing) -> FiledUnder:
    rules = standing.rules
    return FiledUnder(
        digest=digest,
        procedure=standing.procedure,
        process=standing.process,
        options=standing.options,
        rules=rules,
        regime=regime_of(standing.procedure.id, rules),
        calendar=rules["calendar"],
        zone=zone_named(rules["time_zone"]),
        warnings=warning_days(rules),
    )


@lru_cache(maxsize=256)
def _regime(procedure_id: str, silence: str, delay: str, article: str) -> Regime:
    return regime_under(
        procedure_id,
        silence=silence,  # type: ignore[arg-type]
        delay=delay or None,
        article=article,
    )


def regime_of(procedure_id: str, rules: Mapping[str, str]) -> Regime:
    """The regime of silence that these rules fix, planning's or another's."""
    return _regime(procedure_id, rules["silence"], rules["delay"], rules["article"])
