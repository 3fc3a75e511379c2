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
LETTERS = {"commune": "A", "epci": "B", "departement": "C"}
"""What it keeps otherwise: two authorities never give one number to files of one commune."""


def number_for(
    tenant: Tenant, regime: Regime, options: Mapping[str, object], *, insee: str, year: int
) -> NextNumber:
    """The next number: `2026-00042`, or `DP 045155 26 A0042` (a series for each nature).

    A planning number names the commune: the one that gives it, else the one of the land, `insee`,
    for an authority that answers in several, each with a series of its own.
    """
    if regime.nature is None:
        return NextNumber(tenant.id, SERIES, year, f"{year}-")
    own = tenant.level == "commune"
    letter = str(options.get(SERVICE_LETTER, LETTERS[tenant.level]))
    first = planning_number(regime.nature, tenant.code if own else insee, year, 1, service=letter)
    prefix = str(first)[:-PLANNING_DIGITS]
    series = f"{first.nature} {letter}" if own else f"{first.nature} {letter} {insee}"
    return NextNumber(tenant.id, series, year, prefix, PLANNING_DIGITS)
