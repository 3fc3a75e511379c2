"""How a value is written on a page: dates, instants, sizes, amounts, in the reader's language."""

import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_time
from babel.numbers import format_currency, format_decimal

from services.foundation.i18n import _, current_language, format_date
from services.web.shared.typography import NBSP

KILO = 1000


def day(value: date) -> str:
    """« 3 novembre 2026 »."""
    return _tied(format_date(value, "long"))


def weekday(value: date) -> str:
    """« mardi 3 novembre 2026 », where somebody must act."""
    return _tied(format_date(value, "full"))


def short_day(value: date) -> str:
    """« 3 nov. », in lists."""
    written = babel_date(value, "d MMM", locale=current_language())
    if current_language() == "fr" and value.day == 1:
        written = written.replace("1 ", "1er ", 1)
    return written.replace(" ", NBSP)


def iso(value: date | datetime) -> str:
    """What the `datetime` attribute of `<time>` holds."""
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def local(value: datetime, zone: str) -> datetime:
    """An instant on the wall clock of a collectivity."""
    return value.astimezone(ZoneInfo(zone))


def instant(value: datetime, zone: str) -> str:
    """« mardi 3 novembre 2026, 18 h 42 »; the day alone of what the law does as a day begins."""
    there = local(value, zone)
    day_told = weekday(there.date())
    return day_told if there.time() == time.min else f"{day_told}, {hour(there)}"


def short_instant(value: datetime, zone: str) -> str:
    """« 3 nov., 18 h 42 », or « 3 nov. » for what the law does as a day begins."""
    there = local(value, zone)
    day_told = short_day(there.date())
    return day_told if there.time() == time.min else f"{day_told}, {hour(there)}"


def hour(there: datetime) -> str:
    """« 18 h 42 » of an instant already on its wall clock."""
    if current_language() == "fr":
        return f"{there.hour}{NBSP}h{NBSP}{there.minute:02d}"
    return str(format_time(there.time(), "HH:mm", locale="en"))


def size(octets: int) -> str:
    """« 1,8 Mo »."""
    amount, unit = float(octets), _("octets")
    for larger in (_("Ko"), _("Mo")):
        if amount < KILO:
            break
        amount, unit = amount / KILO, larger
    pattern = "#,##0.#" if amount < 10 and unit != _("octets") else "#,##0"
    return f"{format_decimal(amount, pattern, locale=current_language())}{NBSP}{unit}"


def money(amount: Decimal) -> str:
    """« 12,50 € »."""
    return str(format_currency(amount, "EUR", locale=current_language()))


def siren(value: str) -> str:
    """« 214 501 553 »."""
    return NBSP.join((value[:3], value[3:6], value[6:]))


def _tied(written: str) -> str:
    """The number of a day is never left at the end of a line."""
    head, space, tail = written.partition(" ")
    if head.isalpha() and space:
        number, space, rest = tail.partition(" ")
        return f"{head} {number}{NBSP}{rest}"
    return f"{head}{NBSP}{tail}"


def read_day(word: str) -> date | None:
    """A day as typed by an agent (« 14/03/2027 ») or sent by a browser (« 2027-03-14 »)."""
    try:
        if "/" in word:
            number, month, year = word.split("/")
            return date(int(year), int(month), int(number))
        return date.fromisoformat(word)
    except ValueError:
        return None


def plain(text: str) -> str:
    """Lower case, without accents: how names are compared."""
    decomposed = unicodedata.normalize("NFKD", text).lower()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
