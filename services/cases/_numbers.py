"""The number a case is given: the tenant's own by year, or that of A423-1 for a planning file."""

from collections.abc import Mapping

from services.foundation.writes import NextNumber
from services.law.contracts import Regime
from services.law.numbering import planning_number
from services.tenants.contracts import Tenant

SERIES = "case"
PLANNING_DIGITS = 4
SERVICE_LETTER = "service_letter"
"""The option that says which character the instructing service keeps (C. urb. A423-2)."""
FIRST_LETTER = "A"


def number_for(
    tenant: Tenant, regime: Regime, options: Mapping[str, object], *, year: int
) -> NextNumber:
    """The next number: `2026-00042`, or `DP 045155 26 A0042` (a series for each nature)."""
    if regime.nature is None or tenant.level != "commune":
        return NextNumber(tenant.id, SERIES, year, f"{year}-")
    letter = str(options.get(SERVICE_LETTER, FIRST_LETTER))
    first = planning_number(regime.nature, tenant.code, year, 1, service=letter)
    prefix = str(first)[:-PLANNING_DIGITS]
    return NextNumber(tenant.id, f"{first.nature} {letter}", year, prefix, PLANNING_DIGITS)
