"""Planning rules on their own: extensions, the ABF, exceptions to silence, safe posting."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from services.law.calendars import Calendar
from services.law.contracts import Fact, Facts, Regime, SafePosting
from services.law.conventions import (
    ABF_OPINION_MONTHS,
    ABF_OPINION_MONTHS_DEFAULT,
    EXCEPTIONAL_ARTICLES,
    PLANNING_NOTIFICATION_DAYS,
    RAISED_TOTAL_ARTICLES,
    RAISED_TOTAL_MONTHS,
    SAFE_POSTING_WORKING_DAYS,
)
from services.law.periods import add_days, add_months
from services.law.rules import governing

SAFE_POSTING = "C. urb. R424-10"

_ABF_NAMES = ("abf", "udap", "architecte des batiments de france")
_AGAINST = ("unfavo", "defavo", "negati", "condition", "prescription")
_IN_FAVOUR = ("favo", "positi", "accord", "agree")


class Extension(NamedTuple):
    """Months added to the delay, or its new total for the articles that set one."""

    months: int
    article: str | None


def bare(article: str | None) -> str:
    """`R*423-24`, « C. urb. R. 423-24 c » and `R423-24` as one: R423-24."""
    letters = (article or "").upper().replace("C. URB.", "").replace("*", "").replace(".", "")
    return letters.replace(" ", "")


def _is_one_of(article: str | None, names: Sequence[str]) -> bool:
    name = bare(article)
    return any(
        name == one or (name.startswith(one) and not name[len(one)].isdigit()) for one in names
    )


def exceptional(article: str | None) -> bool:
    """Whether the extension may still be notified after the first month (R423-34 to -37)."""
    return _is_one_of(article, EXCEPTIONAL_ARTICLES)


def more_months(regime: Regime, extensions: Sequence[Extension]) -> int:
    """The months added to the ordinary delay: the longest (no cumulation), then the exceptional.

    R423-25 and -28 exclude cumulation with R423-24; « porté à cinq mois » is a total.
    """
    base = regime.delay.months if regime.delay is not None else 0
    ordinary = [_added(one, base) for one in extensions if not exceptional(one.article)]
    unforeseen = [one.months for one in extensions if exceptional(one.article)]
    return max(ordinary, default=0) + sum(unforeseen)


def _added(extension: Extension, base: int) -> int:
    raised = _is_one_of(extension.article, RAISED_TOTAL_ARTICLES)
    if raised and extension.months >= RAISED_TOTAL_MONTHS:
        return max(extension.months - base, 0)
    return extension.months


def _plain(name: str | None) -> str:
    folded = (name or "").casefold()
    for accented, letter in (("é", "e"), ("â", "a")):
        folded = folded.replace(accented, letter)
    return folded.strip()


def is_abf(service: str | None) -> bool:
    """Whether a consulted service is the architecte des Bâtiments de France."""
    return _plain(service) in _ABF_NAMES


def abf_against(sense: str | None) -> bool:
    """Whether the opinion is unfavourable, or favourable under conditions (R424-3)."""
    return any(word in _plain(sense) for word in _AGAINST)


def sense_known(sense: str | None) -> bool:
    """Whether the words of an opinion say on which side it falls."""
    return abf_against(sense) or any(word in _plain(sense) for word in _IN_FAVOUR)


def abf_slow(facts: Facts, opinion: Fact) -> bool:
    """Whether the opinion comes after the delay the ABF had since asked (R423-59, R423-67)."""
    months = ABF_OPINION_MONTHS.get(facts.regime.nature, ABF_OPINION_MONTHS_DEFAULT)
    asked = [
        fact.received_on or fact.at
        for fact in facts.events
        if fact.what == "opinion_asked" and (fact.service is None or is_abf(fact.service))
    ]
    return bool(asked) and opinion.at > add_months(asked[-1], months)


def silence_exception(filed: Fact) -> str | None:
    """The article by which silence rejects this project, if any (R424-2, R424-2-1)."""
    assessed = governing("environmental_assessment", on=filed.at)
    if filed.environmental_assessment and assessed is not None:
        return assessed.article
    return f"C. urb. {bare(filed.exception)}" if filed.exception else None


def runs_from_receipt(filed: Fact) -> bool:
    """Whether the delays run from the sending of the receipt: electronic, since its décret."""
    start = governing("planning_start", on=filed.at)
    return filed.channel != "paper" and start is not None and start.version > 1


def safe_posting(last_day: date, calendar: Calendar) -> SafePosting:
    """The last days to send so that the decision is received by `last_day` (R424-10)."""
    return SafePosting(
        electronic=add_days(last_day, -PLANNING_NOTIFICATION_DAYS),
        post=calendar.add_working_days(last_day, -SAFE_POSTING_WORKING_DAYS),
        article=SAFE_POSTING,
    )
