"""Until when a decision that creates rights may be revoked (CRPA L242-1, C. urb. L424-5)."""

from datetime import date

from services.law.conventions import PLANNING_REVOCATION_MONTHS, REVOCATION_MONTHS
from services.law.periods import add_months

REVOCATION = {False: "CRPA L242-1", True: "C. urb. L424-5"}


def revocation_last_day(decided_on: date, *, planning: bool = False) -> date:
    """The last day to revoke an unlawful grant: four months, three in planning."""
    months = PLANNING_REVOCATION_MONTHS if planning else REVOCATION_MONTHS
    return add_months(decided_on, months)
