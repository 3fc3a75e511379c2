"""The date of the tacit decision (CRPA L231-1, L231-4; §2.4)."""

import pytest

from tests.rules.law.asking import FLAT, NONE, SVA, SVR, ask, filed, last_day, tell

# Regime, filed, last day to decide, born, article.
BORN = [
    (SVA, "2026-01-15", "2026-03-15", "2026-03-16", "L231-1"),
    (SVR, "2026-01-15", "2026-03-15", "2026-03-16", "L231-4: born on a Monday"),
    (SVA, "2025-12-31", "2026-02-28", "2026-03-01", "L231-1, clamped"),
    (SVR, "2026-01-10", "2026-03-10", "2026-03-11", "L231-4"),
    ("acceptance P1M", "2026-01-31", "2026-02-28", "2026-03-01", "clamped"),
    ("acceptance P1M", "2028-01-31", "2028-02-29", "2028-03-01", "leap year"),
    ("acceptance P3M", "2026-11-30", "2027-02-28", "2027-03-01", "décret 2015-1460"),
    ("acceptance P4M", "2026-10-31", "2027-02-28", "2027-03-01", "décret 2015-1460"),
    ("rejection P4M", "2026-01-15", "2026-05-15", "2026-05-16", "décret 2016-625"),
    ("rejection P1M", "2026-03-01", "2026-04-01", "2026-04-02", "special text"),
    ("acceptance P15D", "2026-01-10", "2026-01-25", "2026-01-26", "days, week-ends included"),
    ("acceptance P10WD", "2026-04-30", "2026-05-19", "2026-05-20", "working days"),
    ("rejection P1Y", "2028-02-29", "2029-02-28", "2029-03-01", "a year"),
    (FLAT, "2026-01-15", "2026-03-15", "2026-03-16", "CASF R232-23"),
    (SVA, "2026-03-08", "2026-05-08", "2026-05-09", "ends on a holiday: not extended"),
    (SVA, "2026-02-01", "2026-04-01", "2026-04-02", "L231-1"),
    (SVR, "2026-05-02", "2026-07-02", "2026-07-03", "L231-4"),
    (SVA, "2026-02-15", "2026-04-15", "2026-04-16", "L231-1"),
    (SVA, "2026-03-03", "2026-05-03", "2026-05-04", "ends on a Sunday: not extended"),
    (SVR, "2026-02-28", "2026-04-28", "2026-04-29", "from the end of February"),
]


@pytest.mark.parametrize(("regime", "at", "last", "born", "article"), BORN)
def test_is_born_the_day_after_the_last(
    regime: str, at: str, last: str, born: str, article: str
) -> None:
    tacit = ask(regime, filed(at))["tacit"]
    assert (tacit["last_day"], tacit["born_on"]) == (last, born), article
    assert tacit["effect"] == regime.split(maxsplit=1)[0]


SEEN = [
    ("2026-03-10", "au plus tard le 10 mars 2026", "L231-1: the last day"),
    ("2026-03-11", "est né le 11 mars 2026", "L231-1: the day of its birth"),
]


@pytest.mark.parametrize(("on", "words", "why"), SEEN)
def test_is_told_as_born_from_its_day(on: str, words: str, why: str) -> None:
    step = tell(SVA, filed("2026-01-10"), on=on).step("tacit_decision")
    assert step is not None
    assert words in step.text.fr, why
    assert (step.moves is None) is (on == "2026-03-11"), why


ARTICLES = [(SVA, "CRPA L231-1"), (SVR, "CRPA L231-4"), (FLAT, "CASF L232-14, R232-23")]


@pytest.mark.parametrize(("regime", "article"), ARTICLES)
def test_bears_its_article(regime: str, article: str) -> None:
    assert ask(regime, filed("2026-01-10"))["tacit"]["article"] == article


def test_means_nothing_where_silence_is_none() -> None:
    assert last_day(NONE, filed("2026-01-10")) is None
    assert last_day("none P2M", filed("2026-01-10")) is None


def test_a_tacit_acceptance_opens_no_appeal_to_the_person() -> None:
    assert ask(SVA, filed("2026-01-10"))["tacit"]["appeal"] is None
    assert ask(FLAT, filed("2026-01-10"))["tacit"]["appeal"] is None


@pytest.mark.parametrize("calendar", ["metropole", "alsace-moselle", "reunion", "mayotte"])
def test_does_not_depend_on_holidays(calendar: str) -> None:
    assert last_day(SVA, filed("2026-02-27"), calendar=calendar) == "2026-04-27"


def test_tells_what_would_still_move_it() -> None:
    acceptance = ask(SVA, filed("2026-01-10"))
    assert "repartir" in " ".join(text["fr"] for text in acceptance["what_would_move"])
    rejection = ask(SVR, filed("2026-01-10"))
    assert "suspendrait" in " ".join(text["fr"] for text in rejection["what_would_move"])
    step = next(step for step in rejection["steps"] if step["what"] == "tacit_decision")
    assert step["on"] == "2026-03-11"
    assert "10 mars 2026" in step["moves"]["fr"]
    assert "10 March 2026" in step["moves"]["en"]
