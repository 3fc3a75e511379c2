"""Procedures as the square lists them: by theme, each with who answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.forms.contracts import Procedure
from services.forms.showing import say
from services.forms.vocabulary import LIFE_EVENTS, THEMES
from services.foundation.i18n import current_language
from services.procedures.contracts import Adopted
from services.tenants.contracts import Tenant
from services.web.shared.closing import closed_note
from services.web.shared.words import plain


@dataclass(frozen=True, slots=True)
class Service:
    """A procedure in a list. `address` is empty where nothing can be asked for here."""

    theme: str
    title: str
    summary: str
    reason: str = ""
    note: str = ""
    address: str = ""
    face: Tenant | None = None
    life_events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A heading and what stands under it."""

    title: str
    services: tuple[Service, ...]


def offered(face: Tenant, adopted: Adopted, *, insee: str = "", reason: str = "") -> Service:
    """A procedure that a collectivity offers, open or closed."""
    procedure, options = adopted.procedure, adopted.adoption.options
    place = f"?insee={insee}" if insee else ""
    return Service(
        theme=procedure.theme,
        title=procedure.title.in_(current_language()),
        summary=say(procedure.summary, current_language(), options),
        reason=reason,
        note=closed_note(adopted),
        address=f"/c/{face.slug}/{procedure.id}{place}",
        face=face,
        life_events=procedure.life_events,
    )


def away(procedure: Procedure, *, note: str, reason: str) -> Service:
    """A procedure that cannot be asked for here."""
    language = current_language()
    return Service(
        theme=procedure.theme,
        title=procedure.title.in_(language),
        summary=procedure.summary.in_(language),
        reason=reason,
        note=note,
    )


def by_theme(services: Iterable[Service]) -> tuple[Theme, ...]:
    """Services under their themes, in the order of the vocabulary."""
    held: dict[str, list[Service]] = {}
    for service in services:
        held.setdefault(service.theme, []).append(service)
    return tuple(
        Theme(title.in_(current_language()), tuple(sorted(held[theme], key=lambda s: s.title)))
        for theme, title in THEMES.items()
        if theme in held
    )


def situations(services: Iterable[Service]) -> list[tuple[str, str]]:
    """The events of life that something here answers to, in the order of the vocabulary."""
    held = {event for service in services for event in service.life_events}
    language = current_language()
    return [(event, told.in_(language)) for event, told in LIFE_EVENTS.items() if event in held]


def answers_to(service: Service, words: str) -> bool:
    """Whether every word of a search is in the title or the summary, accents aside."""
    told = plain(f"{service.title} {service.summary}")
    return all(word in told for word in plain(words).split())
