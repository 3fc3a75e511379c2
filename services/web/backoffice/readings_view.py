"""A line of the log of readings, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.cases.contracts import Reading
from services.foundation.i18n import _
from services.web.shared.words import hour, local


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is shown; a resident is never named here."""

    case_id: UUID
    number: str
    when: str
    who: str
    capacity: str
    what: str


def line_of(reading: Reading, names: Mapping[UUID, str], zone: str) -> Line:
    """The row of one reading, at the hour where the collectivity is."""
    there = local(reading.at, zone)
    return Line(
        case_id=reading.case_id,
        number=reading.number,
        when=f"{there:%d/%m/%Y}, {hour(there)}",
        who=_who(reading, names),
        capacity=_("demandeur") if reading.by_person else _capacity(reading.capacity),
        what=_what(reading.what),
    )


def _who(reading: Reading, names: Mapping[UUID, str]) -> str:
    if reading.by_person:
        return _("La personne elle-même")
    known = names.get(reading.reader_id) if reading.reader_id else None
    return known or _("Agent d’une autre collectivité")


def _capacity(told: str) -> str:
    """The roles she held on the case, as they were logged."""
    words = {
        "instructor": _("instruction"),
        "signatory": _("signature"),
        "supervisor": _("encadrement"),
    }
    return ", ".join(words.get(role, role) for role in told.split("+"))


def _what(told: str) -> str:
    words = {
        "case": _("le dossier"),
        "request": _("le suivi de sa demande"),
        "letter": _("un courrier"),
        "file": _("une pièce"),
    }
    return words.get(told, told)
