"""What a procedure is once its definition is read: frozen values that other rooms may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from services.forms.fields.base import Circumstances, Field, FoundCommune, ReceivedFile
from services.forms.fields.group import GroupField
from services.forms.vocabulary import FinalDisposal, Kind, Level, SilenceEffect
from services.foundation.expressions import Expression
from services.foundation.i18n import Text

__all__ = [
    "Circumstances",
    "DataProtection",
    "Field",
    "FoundCommune",
    "LegalText",
    "Option",
    "Page",
    "Piece",
    "Procedure",
    "ReceivedFile",
    "Register",
    "RegisterKind",
    "Requester",
    "Retention",
    "Silence",
    "SilenceCase",
    "Statement",
]


RegisterKind = Literal["drinking_places"]


@dataclass(frozen=True, slots=True)
class LegalText:
    """A text of law that a procedure stands on; `about` says what it settles."""

    text: str
    about: Text
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """What no answer means: `delay` is an ISO period (`P2M`), empty where silence means nothing."""

    effect: SilenceEffect
    delay: str
    article: str
    explanation: Text
    verified: bool


@dataclass(frozen=True, slots=True)
class SilenceCase:
    """A silence that replaces the usual one where `when` holds."""

    when: Expression
    silence: Silence


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a closed case is kept (months), what then, and by which source."""

    months: int
    final: FinalDisposal
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class DataProtection:
    """What the person is told about her data (GDPR, article 13)."""

    controller: Text
    legal_ground: Text
    recipients: Text
    rights: Text


@dataclass(frozen=True, slots=True)
class Statement:
    """A declaration that is ticked on the review page before filing."""

    id: str
    text: Text
    when: Expression | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece asked for. `indispensable` is the word of CRPA L114-5-1: without it, no instruction.

    `accepts_any_of` lists what proves the same thing (R113-5); any one of them will do.
    `domicile_for` is the case of R113-8 under which a proof of domicile may be asked for.
    """

    id: str
    label: Text
    hint: Text | None
    indispensable: bool
    accepts_any_of: tuple[Text, ...]
    legal_basis: str
    when: Expression | None
    domicile_for: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """What a tenant may set: `field` gives its type and bounds."""

    id: str
    field: Field
    default: object


@dataclass(frozen=True, slots=True)
class Page:
    """A page of questions, shown where `when` holds."""

    id: str
    title: Text
    intro: Text | None
    when: Expression | None
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Requester:
    """Who files, as CRPA R112-9-1 wants: names, postal address, e-mail address."""

    family_name: str
    given_name: str
    email: str
    phone: str | None
    address: Mapping[str, str]
    address_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The questions that say where a grant is counted: the association (`by`), the day whose year
    counts (`on`), in what quality it opens (`opener`, one of `law.quotas`)."""

    kind: RegisterKind
    by: str
    on: str
    opener: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure of the shared catalogue, at one version.

    `definition` is what was written, as plain data, and `digest` its SHA-256: what is published,
    and read again with `loading.procedure_from`. `process` is the one its requests follow, named
    after its kind unless said. `requester` names the question that says who files; `located_by`
    the commune that the competent authority depends on, if one is asked; `register` where its
    grants are counted, if the law limits them.
    """

    id: str
    version: int
    level: Level
    kind: Kind
    process: str
    title: Text
    summary: Text
    purpose: Text
    who_may_ask: Text
    outcome: Text
    theme: str
    life_events: tuple[str, ...]
    cost: Text
    minutes: int
    legal_basis: tuple[LegalText, ...]
    silence: Silence
    silence_cases: tuple[SilenceCase, ...]
    retention: Retention
    data_protection: DataProtection
    statements: tuple[Statement, ...]
    pieces: tuple[Piece, ...]
    options: tuple[Option, ...]
    pages: tuple[Page, ...]
    requester: str
    located_by: str | None
    digest: str
    definition: Mapping[str, object] = field(repr=False)
    register: Register | None = None

    def page(self, page_id: str) -> Page | None:
        """The page of that id, visible or not."""
        return next((page for page in self.pages if page.id == page_id), None)

    def piece(self, piece_id: str) -> Piece | None:
        return next((piece for piece in self.pieces if piece.id == piece_id), None)

    def field(self, field_id: str) -> Field | None:
        """The question of that id, wherever it is asked; rows of groups are not searched."""
        asked = (one for page in self.pages for one in page.fields)
        return next((one for one in asked if one.id == field_id), None)

    def questions(self) -> tuple[Field, ...]:
        """Every question that a person answers, those inside groups too."""
        found: list[Field] = []
        waiting = [one for page in self.pages for one in page.fields]
        while waiting:
            one = waiting.pop(0)
            if isinstance(one, GroupField):
                waiting = [*one.fields, *waiting]
            elif one.answerable:
                found.append(one)
        return tuple(found)
