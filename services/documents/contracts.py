"""Values that cross the doors of this room: files as stored, letters as written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.law import mentions as law
from services.law.mentions import Mention

Scan = Literal["pending", "clean", "not_scanned", "infected"]
# A transmission goes to an authority, which is owed no mention.
LetterKind = law.LetterKind | Literal["transmission"]
Outcome = Literal["grant", "refusal"]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file received: where it is, what it really is, and what the antivirus said.

    `sha256` (hexadecimal) and `size` (bytes) are those of the file as sent, not of
    its encrypted object.
    """

    object_key: str
    sha256: str
    size: int
    filename: str
    media_type: str
    scan: Scan


@dataclass(frozen=True, slots=True)
class StoredObject:
    """Something the house wrote and stored."""

    object_key: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Authority:
    """Who writes: the collectivity as its letterhead shows it. `colour` is `#rrggbb`.

    With its `siren`, its own templates are used where it has some.
    """

    name: str
    plate: str
    colour: str
    service: str
    address: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    hours: str = ""
    # Contact details that nobody has confirmed are shown as such.
    specimen: bool = False
    siren: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom: identity and addresses as filed (R112-9-1)."""

    name: str
    address: tuple[str, ...] = ()
    email: str = ""


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A date that matters to the reader, in the order in which it comes."""

    on: date
    what: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class PieceAsked:
    """A piece that is missing, why, and by which text it is required."""

    label: str
    why: str = ""
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class FileListed:
    """A file received with the request; `size` in bytes, `sha256` where the reader must be able to
    check it."""

    label: str
    filename: str
    size: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who decided: first name, name, quality and service (L212-1, L212-2 1°)."""

    given_name: str
    family_name: str
    quality: str
    service: str


@dataclass(frozen=True, slots=True)
class LetterContent:
    """All that a letter says, as plain values gathered by `cases`.

    `mentions` are those that `services.law` words for this letter. Instants are in the tenant's
    zone: the letter prints their wall clock. `summary` is the
    request in one or two lines (label, value). `paragraphs` are the agent's own words.
    """

    authority: Authority
    recipient: Recipient
    case_number: str
    procedure_title: str
    received_at: datetime
    made_at: datetime
    mentions: tuple[Mention, ...]
    follow_url: str = ""
    summary: tuple[tuple[str, str], ...] = ()
    files: tuple[FileListed, ...] = ()
    key_dates: tuple[KeyDate, ...] = ()
    pieces: tuple[PieceAsked, ...] = ()
    paragraphs: tuple[str, ...] = ()
    outcome: Outcome | None = None
    reasons_in_law: tuple[str, ...] = ()
    reasons_in_fact: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    signatory: Signatory | None = None
    # What a machine may read in the PDF: attached as JSON when not empty.
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter before its seal. `template_digest` pins the words and the style it was made of."""

    kind: LetterKind
    title: str
    html: str
    pdf: bytes
    template: str
    template_digest: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as stored. `made` is False when it stood there before."""

    id: UUID
    kind: LetterKind
    key: str
    object_key: str
    sha256: str
    size: int
    made: bool
