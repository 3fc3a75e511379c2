"""Answers as they are read again, section by section."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.forms.contracts import Procedure
from services.forms.showing import shown_pages
from services.foundation.i18n import current_language
from services.web.shared.typography import spaced


@dataclass(frozen=True, slots=True)
class Row:
    """A question and its answer, line by line."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the form, read again; `address` leads back to it while it can be changed."""

    title: str
    rows: tuple[Row, ...]
    address: str = ""


def sections_of(
    procedure: Procedure,
    answers: Mapping[str, Any],
    options: Mapping[str, object],
    *,
    base: str = "",
) -> list[Section]:
    """What was answered. `base` is the address of the draft, for the links that change answers."""
    return [
        Section(
            title=spaced(page.title),
            rows=tuple(
                Row(spaced(one.label), tuple(one.text.splitlines())) for one in page.answers
            ),
            address=f"{base}/pages/{page.id}" if base else "",
        )
        for page in shown_pages(procedure, answers, options, current_language())
    ]
