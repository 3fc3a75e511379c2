"""A collectivity as other rooms know it, and the recipe it is made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.foundation.i18n import Text
from services.law.contracts import WarningDays

Level = Literal["commune", "epci", "departement"]
LEVELS: tuple[Level, ...] = ("commune", "epci", "departement")

State = Literal["active", "suspended"]

# The roles that a team's agents may have; `identity` gives them, with dates.
RecipeRole = Literal["instructor", "signatory", "supervisor", "administrator"]
RECIPE_ROLES: tuple[RecipeRole, ...] = ("instructor", "signatory", "supervisor", "administrator")


@dataclass(frozen=True, slots=True)
class Brand:
    """One colour (`#rrggbb`, at least 4.5:1 on white), the letters of the plate, a short name."""

    color: str
    plate: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers (CRPA R112-11-1, 2°). `specimen`: nobody has checked these details."""

    service: str
    address: str
    email: str
    phone: str
    hours: Text
    specimen: bool


@dataclass(frozen=True, slots=True)
class SveTerms:
    """The terms of use of the téléservice, published and numbered (CRPA L112-9, R112-9-2)."""

    version: int
    published_on: date
    text: Text


@dataclass(frozen=True, slots=True)
class Tenant:
    """A collectivity on board. `code` is its INSEE code, SIREN or departmental code, by level.

    Legal dates are those of `time_zone`; working days those of `calendar` (see `services.law`).
    """

    id: UUID
    siren: str
    level: Level
    code: str
    name: str
    slug: str
    time_zone: str
    calendar: str
    brand: Brand
    contact: Contact
    sender_addresses: tuple[str, ...]
    sve_terms: SveTerms
    state: State
    warnings: WarningDays

    @property
    def sender(self) -> str:
        """The address its mails leave from: the first of those it publishes (R112-9-2)."""
        return self.sender_addresses[0]


@dataclass(frozen=True, slots=True)
class TenantRecord:
    """What the operator sees besides the public face: the state of its recipe."""

    tenant: Tenant
    key_id: UUID
    recipe_digest: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RecipeTeam:
    """A team, by its name in the recipe, its label, and the roles it is made of."""

    name: str
    label: str
    roles: tuple[RecipeRole, ...]


@dataclass(frozen=True, slots=True)
class RecipeProcedure:
    """A procedure that the collectivity adopts; `version` None means the latest published.

    `line` and `option_lines` are where the recipe says so.
    """

    id: str
    version: int | None
    team: str
    since: date
    options: Mapping[str, object]
    line: int
    option_lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RecipeAgreement:
    """A convention with another collectivity, by its SIREN, with the act that made it."""

    partner_siren: str
    kind: str
    since: date
    until: date | None
    act: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that puts a collectivity on line; `file` is where it was read, for messages."""

    file: str
    digest: str
    siren: str
    level: Level
    code: str
    name: str
    slug: str
    time_zone: str
    calendar: str
    brand: Brand
    contact: Contact
    sender_addresses: tuple[str, ...]
    sve_terms: SveTerms
    teams: tuple[RecipeTeam, ...]
    procedures: tuple[RecipeProcedure, ...]
    agreements: tuple[RecipeAgreement, ...]
    warnings: WarningDays
