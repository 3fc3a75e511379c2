"""Answers looked at: a page as it is posted, a whole request as it is filed.

Answers are plain JSON data by question id. What is hidden has no answer: it is dropped here, by the
same conditions for page, counter and interface.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.forms.contracts import (
    Circumstances,
    Page,
    Piece,
    Procedure,
    Requester,
    Silence,
    Statement,
)
from services.forms.fields.base import Communes, Errors, Field, Raw, ReceivedFile
from services.forms.fields.conditions import holds
from services.forms.fields.files import FilesField
from services.forms.fields.sequence import check_fields, parse_fields, settle_fields, visible
from services.forms.showing import json_schema, show
from services.foundation.i18n import Language

__all__ = [
    "PageResult",
    "RequestResult",
    "asked_pieces",
    "check_all",
    "check_page",
    "json_schema",
    "location_of",
    "missing_pieces",
    "missing_statements",
    "prune_hidden",
    "requester_of",
    "show",
    "silence_of",
    "visible_fields",
    "visible_pages",
]

MOST_INPUTS = 2_000


@dataclass(frozen=True, slots=True)
class PageResult:
    """What a page gave.

    `values` are this page's answers that are right; `errors` the sentences by input name, in the
    order of the page; `answers` the draft with this page in it and hidden answers dropped; `echo`
    what to put back in the inputs when something is wrong, nothing lost.
    """

    values: Mapping[str, object]
    errors: Errors
    answers: Mapping[str, object]
    echo: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class RequestResult:
    """A whole request looked at again: what to file, and what is wrong by page."""

    answers: Mapping[str, object]
    errors_by_page: Mapping[str, Errors] = field(default_factory=dict)

    @property
    def errors(self) -> Errors:
        """Every error, in the order of the form."""
        return {path: say for page in self.errors_by_page.values() for path, say in page.items()}


def check_page(
    procedure: Procedure,
    page_id: str,
    raw: Raw,
    answers: Mapping[str, object],
    options: Mapping[str, object],
    *,
    language: Language,
    today: date | None = None,
    communes: Communes | None = None,
    files: Mapping[str, ReceivedFile] | None = None,
) -> PageResult:
    """What a person typed on one page, upon the `answers` of her draft.

    `raw` gives the texts of each input by its name. Raises `LookupError` for an unknown page.
    """
    page = procedure.page(page_id)
    if page is None:
        raise LookupError(page_id)
    here = {one.id for one in page.fields}
    before = {key: value for key, value in answers.items() if key not in here}
    around = Circumstances(language, today, options, communes, files, before)
    sent = dict(list(raw.items())[:MOST_INPUTS])
    found = parse_fields(page.fields, sent, "", around)
    kept = prune_hidden(procedure, {**before, **found.values}, options, today=today)
    values = {key: value for key, value in found.values.items() if key in kept}
    echo: dict[str, list[str]] = {}
    for one in page.fields if found.errors else ():
        echo |= one.echo(sent, one.id)
    return PageResult(values, found.errors, kept, echo)


def check_all(
    procedure: Procedure,
    answers: Mapping[str, object],
    options: Mapping[str, object],
    language: Language,
    *,
    today: date | None = None,
    files: Mapping[str, ReceivedFile] | None = None,
) -> RequestResult:
    """A draft as a whole, before it is filed: hidden answers dropped, computed ones worked out."""
    around = Circumstances(language, today, options, None, files)
    kept: dict[str, object] = {}
    errors: dict[str, Errors] = {}
    for page in procedure.pages:
        here = around.among(kept)
        if not holds(page.when, here):
            continue
        found = check_fields(page.fields, answers, "", here)
        kept.update(found.values)
        if found.errors:
            errors[page.id] = found.errors
    return RequestResult(kept, errors)


def prune_hidden(
    procedure: Procedure,
    answers: Mapping[str, object],
    options: Mapping[str, object],
    *,
    today: date | None = None,
) -> dict[str, object]:
    """The answers of visible questions only, computed ones worked out; unknown ids are dropped."""
    around = Circumstances(today=today, options=options)
    kept: dict[str, object] = {}
    for page in procedure.pages:
        here = around.among(kept)
        if holds(page.when, here):
            kept.update(settle_fields(page.fields, answers, here))
    return kept


def visible_pages(
    procedure: Procedure,
    answers: Mapping[str, object],
    options: Mapping[str, object],
    *,
    today: date | None = None,
) -> tuple[Page, ...]:
    """The pages to go through, given what is answered so far."""
    around = _settled(procedure, answers, options, today)
    return tuple(page for page in procedure.pages if holds(page.when, around))


def visible_fields(
    procedure: Procedure,
    page: Page,
    answers: Mapping[str, object],
    options: Mapping[str, object],
    *,
    today: date | None = None,
) -> tuple[Field, ...]:
    """The questions of a page to show, given what is answered so far."""
    return tuple(visible(page.fields, _settled(procedure, answers, options, today)))


def asked_pieces(
    procedure: Procedure, answers: Mapping[str, object], options: Mapping[str, object]
) -> tuple[Piece, ...]:
    """The pieces that these answers call for."""
    around = _settled(procedure, answers, options, None)
    return tuple(piece for piece in procedure.pieces if holds(piece.when, around))


def missing_pieces(
    procedure: Procedure, answers: Mapping[str, object], options: Mapping[str, object]
) -> tuple[Piece, ...]:
    """The pieces called for that no file was given for yet."""
    given = {
        one.piece
        for page in procedure.pages
        for one in page.fields
        if isinstance(one, FilesField) and answers.get(one.id)
    }
    asked = asked_pieces(procedure, answers, options)
    return tuple(piece for piece in asked if piece.id not in given)


def missing_statements(
    procedure: Procedure,
    answers: Mapping[str, object],
    options: Mapping[str, object],
    ticked: Collection[str],
) -> tuple[Statement, ...]:
    """The declarations that these settled answers call for and that nobody has ticked."""
    around = Circumstances(options=options, answers=answers)
    return tuple(
        each for each in procedure.statements if each.id not in ticked and holds(each.when, around)
    )


def silence_of(
    procedure: Procedure, answers: Mapping[str, object], options: Mapping[str, object]
) -> Silence:
    """What no answer means for this request, by its tenant's options."""
    if not procedure.silence_cases:
        return procedure.silence
    around = _settled(procedure, answers, options, None)
    cases = (case.silence for case in procedure.silence_cases if holds(case.when, around))
    return next(cases, procedure.silence)


def requester_of(procedure: Procedure, answers: Mapping[str, object]) -> Requester:
    """Who files. The answers must have passed `check_all`."""
    person: Any = answers[procedure.requester]
    asked = procedure.field(procedure.requester)
    assert asked is not None
    address = next(part for part in asked.parts if part.id == "address")
    return Requester(
        family_name=person["family_name"],
        given_name=person["given_name"],
        email=person["email"],
        phone=person.get("phone"),
        address=dict(person["address"]),
        address_lines=tuple(address.show(person["address"], "fr").split("\n")),
    )


def location_of(procedure: Procedure, answers: Mapping[str, object]) -> str | None:
    """The INSEE code of the commune that competence depends on; None where none was asked."""
    place: Any = answers.get(procedure.located_by) if procedure.located_by else None
    return str(place["insee"]) if isinstance(place, Mapping) else None


def _settled(
    procedure: Procedure,
    answers: Mapping[str, object],
    options: Mapping[str, object],
    today: date | None,
) -> Circumstances:
    kept = prune_hidden(procedure, answers, options, today=today)
    return Circumstances(today=today, options=options, answers=kept)
