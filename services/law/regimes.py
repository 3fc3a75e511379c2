"""The regimes of silence, procedure by procedure, dated and sourced (`parvis law regimes`).

`confidence`: V read in the text, S from a secondary source, K to be verified
(docs/law-to-verify.md). The fact that fixes the version of a regime is the filing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from services.law._regime_rows import ROWS
from services.law.contracts import Domain, Regime, Silence
from services.law.errors import FactError
from services.law.periods import Delay, parse_delay


@lru_cache(maxsize=256)
def bare_regime(
    silence: Silence,
    delay: Delay | None,
    *,
    domain: Domain = "general",
    article: str = "",
    nature: str | None = None,
) -> Regime:
    """A regime given by its two values alone."""
    return Regime(silence=silence, delay=delay, domain=domain, article=article, nature=nature)


def regime_under(procedure: str, *, silence: Silence, delay: str | None, article: str) -> Regime:
    """The regime that a case was filed under: its own values, as its snapshot fixed them, and what
    the house knows besides of that procedure (planning and its nature, a receipt's own delay)."""
    known = BY_PROCEDURE.get(procedure)
    own = known[-1] if known is not None else Regime(silence)
    return replace(
        own,
        silence=silence,
        delay=None if delay is None else parse_delay(delay),
        article=article,
    )


def regimes() -> tuple[Regime, ...]:
    """Every regime of the house, each version apart."""
    return ROWS


def _by_procedure() -> Mapping[str, tuple[Regime, ...]]:
    found: dict[str, tuple[Regime, ...]] = {}
    for row in ROWS:
        for name in row.procedures:
            found[name] = (*found.get(name, ()), row)
    return MappingProxyType(found)


BY_PROCEDURE = _by_procedure()


def regime_for(procedure: str, *, on: date, field: str = "procedure") -> Regime:
    """The regime of a procedure for a filing of that day.

    Raises FactError on `field` when the procedure is unknown or had no regime in force.
    """
    versions = BY_PROCEDURE.get(procedure)
    if versions is None:
        known = ", ".join(sorted(BY_PROCEDURE))
        raise FactError(field, f"démarche inconnue « {procedure} » ; connues : {known}")
    for row in versions:
        if (row.in_force_from or date.min) <= on <= (row.in_force_to or date.max):
            return row
    raise FactError(field, f"aucun régime de « {procedure} » n’est en vigueur le {on.isoformat()}")
