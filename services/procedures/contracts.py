"""What the catalogue tells other rooms: adoptions, and what a request stands on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from services.forms.contracts import Procedure
from services.foundation.i18n import Text
from services.processes.contracts import Process


@dataclass(frozen=True, slots=True)
class Closing:
    """Why a procedure takes no request for now, in words, and when it opens again if known."""

    reason: Text
    reopens_on: date | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """A procedure that a collectivity offers, from `since` (included) to `until` (not included).

    `options` are complete: what the collectivity did not choose has the value of the definition.
    """

    tenant_id: UUID
    procedure_id: str
    version: int
    options: Mapping[str, object]
    team_id: UUID | None
    closing: Closing | None
    since: date
    until: date | None

    @property
    def is_open(self) -> bool:
        return self.closing is None


@dataclass(frozen=True, slots=True)
class Adopted:
    """An adoption with its form and the process that its requests will follow."""

    adoption: Adoption
    procedure: Procedure
    process: Process


@dataclass(frozen=True, slots=True)
class Reference:
    """A published definition, by its name, version and digest."""

    id: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a request is filed under: plain data, and its digest."""

    digest: str
    value: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a request stands on, read back: the form, the process and the options of its day.

    `rules` are the versions of the rules of law that its filing fixed.
    """

    procedure: Procedure
    process: Process
    options: Mapping[str, object]
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing the catalogue did."""

    new: tuple[Reference, ...]
    unchanged: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class AdoptionChange:
    """What adopting a procedure would do to the adoption in force."""

    kind: Literal["new", "changed"]
    before: Adoption | None
    after: Adoption
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a procedure may not be published: where, what, and the article that says so."""

    procedure_id: str
    code: str
    message: str
    article: str | None = None
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.file else f"{self.procedure_id}: "
        return place + self.message + (f" ({self.article})" if self.article else "")
