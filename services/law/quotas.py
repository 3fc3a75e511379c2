"""How many temporary drinking places an association may open in a year (CSP L3334-2, L3335-4).

The count runs over all communes together, by association (RNA) and civil year.
"""

from typing import Literal, NamedTuple

from services.law.contracts import Text

Opener = Literal["association", "approved_sport_association", "agricultural_event"]


class Quota(NamedTuple):
    """The most authorisations a year, the longest each may last, and the text."""

    yearly: int
    hours: int | None
    article: str


QUOTAS: dict[Opener, Quota] = {
    "association": Quota(5, None, "CSP L3334-2"),
    "approved_sport_association": Quota(10, 48, "CSP L3335-4, 1°"),
    "agricultural_event": Quota(2, 48, "CSP L3335-4, 2°"),
}


def refused_beyond(opener: Opener, *, year: int, already: int) -> Text | None:
    """Why one more may not be granted for `year` after `already`, None when it may."""
    quota = QUOTAS[opener]
    if already < quota.yearly:
        return None
    return Text(
        f"{already} autorisations déjà accordées pour {year}, toutes communes confondues ; le"
        f" plafond est de {quota.yearly} ({quota.article}).",
        f"{already} authorisations already granted for {year}, all communes together; the most is"
        f" {quota.yearly} ({quota.article}).",
    )
