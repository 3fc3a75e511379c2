"""The number of a planning file (C. urb. A423-1 to A423-3): `PC 044109 26 A0042`."""

import re
from dataclasses import dataclass

from services.law.errors import FactError

NATURES = {"DP": "DP", "PC": "PC", "PCMI": "PC", "PA": "PA", "PD": "PD"}
_SERVICE = re.compile(r"[0-9A-Z]")
_NUMBER = re.compile(
    r"(?P<nature>DP|PC|PA|PD) ?(?P<departement>[0-9A-Z]{3}) ?(?P<commune>\d{3}) ?(?P<year>\d{2}) ?"
    r"(?P<service>[0-9A-Z])(?P<sequence>\d{4})(?: ?(?P<change>[MT])(?P<rank>\d{2}))?",
    re.IGNORECASE,
)
_LAST = 9999
_INSEE_LENGTH = 5


@dataclass(frozen=True, slots=True)
class PlanningNumber:
    """Letters, département and commune, year, five characters; `suffix` is m01 or t01."""

    nature: str
    insee: str
    year: int
    service: str
    sequence: int
    suffix: str = ""

    def __str__(self) -> str:
        place = f"{departement(self.insee)}{self.insee[-3:]}"
        suffix = f" {self.suffix}" if self.suffix else ""
        return (
            f"{self.nature} {place} {self.year % 100:02} {self.service}{self.sequence:04}{suffix}"
        )

    @property
    def compact(self) -> str:
        """The fifteen characters without spaces, as forms and hubs want them."""
        return str(self).replace(" ", "")


def departement(insee: str) -> str:
    """The three characters of the département: `044`, `02A`, `974`."""
    return insee[:3] if insee.startswith("97") else f"0{insee[:2]}"


def planning_number(
    nature: str, insee: str, year: int, sequence: int, *, service: str = "0"
) -> PlanningNumber:
    """The number of a new file; raises FactError naming the part that cannot be.

    `service` is the character the instructing service keeps (A423-2); `sequence` runs from 1 to
    9999 for each nature and year.
    """
    letters = NATURES.get(nature)
    if letters is None:
        raise FactError("nature", f"« {nature} » n’est pas l’un de : {', '.join(NATURES)}")
    if len(insee) != _INSEE_LENGTH or not (insee[0].isdigit() and insee[2:].isdigit()):
        raise FactError("insee", f"« {insee} » n’est pas un code INSEE de commune")
    if not _SERVICE.fullmatch(service):
        raise FactError("service", "un chiffre ou une lettre majuscule est attendu")
    if not 1 <= sequence <= _LAST:
        raise FactError("sequence", f"de 1 à {_LAST}")
    return PlanningNumber(letters, insee, year, service, sequence)


def modified(number: PlanningNumber, rank: int) -> PlanningNumber:
    """The number of a modifying permit: the same, with m01, m02…"""
    return _suffixed(number, "m", rank)


def transferred(number: PlanningNumber, rank: int) -> PlanningNumber:
    """The number of a transfer: the same, with t01, t02…"""
    return _suffixed(number, "t", rank)


def _suffixed(number: PlanningNumber, letter: str, rank: int) -> PlanningNumber:
    if not 1 <= rank <= 99:
        raise FactError("rank", "de 1 à 99")
    return PlanningNumber(
        number.nature,
        number.insee,
        number.year,
        number.service,
        number.sequence,
        f"{letter}{rank:02}",
    )


def read_number(text: str) -> PlanningNumber:
    """A number as people write it, with or without spaces; raises FactError."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise FactError("number", f"« {text} » n’est pas un numéro de dossier (A423-1)")
    part = {name: (value or "").upper() for name, value in found.groupdict().items()}
    place = part["departement"]
    overseas = place.startswith("97")
    insee = f"{place}{part['commune'][1:]}" if overseas else f"{place[1:]}{part['commune']}"
    suffix = f"{part['change'].lower()}{part['rank']}"
    sequence = int(part["sequence"])
    year = 2000 + int(part["year"])
    return PlanningNumber(part["nature"], insee, year, part["service"], sequence, suffix)
