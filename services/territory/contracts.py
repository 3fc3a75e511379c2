"""What the territory hands to other rooms."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["commune", "epci", "departement"]

# How a code or a name designates its commune.
Kind = Literal["current", "former", "delegated", "associated", "arrondissement"]

Zone = Literal["metro", "drom", "com"]


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today. `epci` is null on the islands that have none and in the overseas
    collectivities; `siren` and `population` are null where the code does not give them."""

    insee: str
    name: str
    departement: str
    departement_name: str
    zone: Zone
    epci: str | None
    siren: str | None
    population: int | None
    postcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundCommune:
    """One answer to a search. `found_as` is the delegated or associated commune, or the municipal
    arrondissement, whose name was asked; null when it is the commune itself."""

    insee: str
    name: str
    departement: str
    departement_name: str
    postcodes: tuple[str, ...]
    kind: Kind
    found_as: str | None

    @property
    def label(self) -> str:
        """The name that tells homonyms apart: « Saint-Denis (93 – Seine-Saint-Denis) »."""
        place = f"{self.name} ({self.departement} – {self.departement_name})"
        return f"{self.found_as}, {place}" if self.found_as else place


@dataclass(frozen=True, slots=True)
class Departement:
    """A département, or an overseas collectivity that the code lists among them."""

    code: str
    name: str
    zone: Zone


@dataclass(frozen=True, slots=True)
class Place:
    """What answers to a level and a code: a commune, an EPCI, a département or the holder of
    departmental powers. `siren` is null where unknown."""

    level: Level
    code: str
    name: str
    siren: str | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """The state of the territory in the database. `changed` is false when it already stood."""

    digest: str
    communes: int
    changed: bool
