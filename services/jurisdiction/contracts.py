"""What jurisdiction answers."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from services.foundation.i18n import Text
from services.territory.contracts import Kind, Level

# A syndicat is on no level of the stack, yet an act may give it a service.
HolderLevel = Literal["commune", "epci", "departement", "syndicat"]


@dataclass(frozen=True, slots=True)
class Tenant:
    """The collectivity on board that an authority is."""

    id: UUID
    slug: str


@dataclass(frozen=True, slots=True)
class ResolvedCommune:
    """The commune of today. `kind` says how the code that was asked designates it."""

    insee: str
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Authority:
    """One level over a commune. `code` is the INSEE code, the SIREN of the EPCI, or the code of the
    département or of the holder of its powers; `siren` is null where unknown."""

    level: Level
    code: str
    name: str
    siren: str | None
    tenant: Tenant | None

    @property
    def onboard(self) -> bool:
        return self.tenant is not None


@dataclass(frozen=True, slots=True)
class Competent:
    """Who must answer, and why. `act` is what gave the competence where it is not the rule."""

    level: HolderLevel
    code: str
    name: str
    siren: str | None
    tenant: Tenant | None
    reason: Text
    act: str | None

    @property
    def onboard(self) -> bool:
        return self.tenant is not None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The stack of authorities over a commune on a day, and who answers for a procedure.

    `competent` is null when no procedure was asked, or when no authority of its level exists there;
    `nobody` then says why.
    """

    asked: str
    commune: ResolvedCommune
    stack: tuple[Authority, ...]
    competent: Competent | None
    nobody: Text | None


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """No commune, past or present, bears the code."""

    asked: str
    sentence: Text

    @property
    def competent(self) -> None:
        """Nobody answers for a place that nobody knows."""


Answer = Resolution | UnknownCode
