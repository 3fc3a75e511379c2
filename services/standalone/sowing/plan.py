"""Which cases are sown: how many of each procedure end in each state, and when they were filed."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PROCEDURES = {
    "epci/bac-composteur": "cc-giennoises",
    "commune/occupation-domaine-public": "gien",
    "commune/acte-etat-civil": "gien",
    "commune/declaration-prealable": "gien",
    "departement/permission-voirie": "loiret",
}
# What happened to each, in the words of `fate.py`.
_FATES = {
    "epci/bac-composteur": {
        "filed": 10, "reviewed": 8, "asked": 6, "granted": 15, "refused": 8, "silent": 8,
        "withdrawn": 4, "posted": 2,
    },
    "commune/occupation-domaine-public": {
        "filed": 7, "reviewed": 7, "asked": 7, "proposed": 7, "granted": 10, "refused": 6,
        "silent": 5, "withdrawn": 2, "posted": 3,
    },
    "commune/acte-etat-civil": {
        "filed": 6, "reviewed": 6, "asked": 5, "granted": 11, "refused": 3, "withdrawn": 2,
        "posted": 1,
    },
    "commune/declaration-prealable": {
        "filed": 4, "reviewed": 4, "asked": 3, "granted": 5, "refused": 3, "silent": 4,
        "withdrawn": 1,
    },
    "departement/permission-voirie": {
        "filed": 3, "reviewed": 4, "asked": 4, "proposed": 4, "granted": 5, "refused": 2,
        "silent": 3, "withdrawn": 1, "posted": 1,
    },
}  # fmt: skip
# Days since filing, shortest and longest: those still open are within their two months.
_AGES = {
    "filed": (0, 12),
    "reviewed": (3, 57),
    "asked": (4, 20),
    "proposed": (8, 56),
    "posted": (12, 50),
    "granted": (25, 240),
    "refused": (40, 240),
    "silent": (66, 250),
    "withdrawn": (10, 200),
}
# A declaration of works is answered within a month.
_OWN_AGES = {"commune/declaration-prealable": {"reviewed": (3, 24)}}


@dataclass(frozen=True, slots=True)
class Planned:
    """A case to sow."""

    procedure_id: str
    slug: str
    fate: str
    filed_at: datetime
    seed: int


def plan(at: datetime, *, seed: int = 45155) -> tuple[Planned, ...]:
    """The cases to sow, oldest first; the same seed gives the same cases at the same ages."""
    chance = random.Random(seed)
    cases = [
        Planned(
            procedure_id,
            slug,
            fate,
            _filed_at(chance, _OWN_AGES.get(procedure_id, {}).get(fate, _AGES[fate]), at),
            chance.randrange(2**32),
        )
        for procedure_id, slug in PROCEDURES.items()
        for fate, count in _FATES[procedure_id].items()
        for _ in range(count)
    ]
    return tuple(sorted(cases, key=lambda each: each.filed_at))


def _filed_at(chance: random.Random, ages: tuple[int, int], at: datetime) -> datetime:
    least, most = ages
    day = (at - timedelta(days=chance.randint(least, most))).date()
    filed = datetime(
        day.year, day.month, day.day, chance.randrange(7, 20), chance.randrange(60), tzinfo=UTC
    )
    return min(filed, at - timedelta(hours=1))
