"""French first, English second: phrases (gettext), texts of definitions, dates (Babel)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "fr"
# Plain "en" would write dates the American way.
LOCALES: dict[Language, str] = {"fr": "fr", "en": "en_GB"}
CATALOGUES = Path(__file__).parent / "locale"

_language: ContextVar[Language] = ContextVar("language", default=DEFAULT_LANGUAGE)


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of a definition or of the law, in each language; English falls back on French."""

    fr: str
    en: str = ""

    def in_(self, language: Language) -> str:
        return self.en if language == "en" and self.en else self.fr

    def __str__(self) -> str:
        return self.in_(current_language())


def current_language() -> Language:
    return _language.get()


@contextmanager
def using_language(language: Language) -> Iterator[None]:
    """Speak `language` in this task."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def _translations(language: Language) -> NullTranslations:
    path = CATALOGUES / language / "LC_MESSAGES" / "parvis.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled, domain="parvis")


def _(phrase: str) -> str:
    """`phrase` (in French) in the current language."""
    return str(_translations(current_language()).gettext(phrase))


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of a phrase that goes with `number`."""
    language = current_language()
    if language == "fr":
        return singular if abs(number) < 2 else plural
    return str(_translations(language).ngettext(singular, plural, number))


def format_date(value: date, style: Literal["full", "long", "medium", "short"] = "long") -> str:
    """A date in words: `full` carries the weekday; the first of a French month is « 1er »."""
    language = current_language()
    pattern = "EEEE d MMMM y" if style == "full" else style
    written = babel_date(value, format=pattern, locale=LOCALES[language])
    if language == "fr" and value.day == 1 and style != "short":
        written = written.replace("1 ", "1er ", 1)
    return written


def format_instant(value: datetime, zone: str) -> str:
    """An instant on the wall clock of `zone`: « mardi 3 novembre 2026, 18 h 42 »."""
    pattern = "EEEE d MMMM y, H 'h' mm" if current_language() == "fr" else "EEEE d MMMM y, HH:mm"
    locale = LOCALES[current_language()]
    return str(babel_datetime(value, pattern, tzinfo=ZoneInfo(zone), locale=locale))
