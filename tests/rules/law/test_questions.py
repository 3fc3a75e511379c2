"""What `parvis law` prints besides timelines."""

import json
from typing import Any

import pytest

from services.law.calendars import CALENDARS
from services.law.errors import FactError
from services.law.questions import (
    answers_to,
    number_answer,
    regimes_table,
    rules_table,
    silence_answer,
    working_days,
)
from tests.rules.law.asking import SVR, asked, document, filed, given, timeline_answers
from tests.rules.law.stories import STORIES


def test_working_days() -> None:
    assert working_days("2026-04-30", 10, "metropole") == {
        "from": "2026-04-30",
        "count": 10,
        "calendar": "metropole",
        "date": "2026-05-19",
        "article": "C. trav. L3133-1",
        "skipped": ["2026-05-01", "2026-05-08", "2026-05-14"],
    }
    assert working_days("2026-08-14", 1, "metropole")["skipped"] == []
    assert working_days("2026-04-02", 2, "alsace-moselle")["skipped"] == [
        "2026-04-03",
        "2026-04-06",
    ]


@pytest.mark.parametrize(
    ("start", "count", "name", "field"),
    [
        ("demain", 1, "metropole", "from"),
        ("2026-02-30", 1, "metropole", "from"),
        ("2026-02-10", -1, "metropole", "count"),
        ("2026-02-10", 5001, "metropole", "count"),
        ("2026-02-10", 1, "lune", "calendar"),
    ],
)
def test_bad_working_days(start: str, count: int, name: str, field: str) -> None:
    with pytest.raises(FactError) as refused:
        working_days(start, count, name)
    assert refused.value.field == field


def test_many_working_days_stay_in_every_calendar() -> None:
    for name in CALENDARS:
        assert working_days("2099-12-31", 5000, name)["date"] > "2118"


def test_regimes_bear_basis_and_source() -> None:
    rows = regimes_table()
    assert {row["silence"] for row in rows} == {"acceptance", "rejection", "flat_rate", "none"}
    named = [name for row in rows if not row["in_force_to"] for name in row["procedures"]]
    assert len(named) == len(set(named))
    for row in rows:
        assert row["basis"]
        assert row["source"]
    declaration = next(row for row in rows if row["id"] == "planning-dp")
    assert declaration == {
        "id": "planning-dp",
        "title": {"fr": "Déclaration préalable", "en": "Prior declaration of works"},
        "domain": "planning",
        "nature": "DP",
        "silence": "acceptance",
        "delay": "P1M",
        "clock_start": "receipt_sent",
        "article": "C. urb. L424-2, R424-1",
        "basis": "C. urb. R423-19, R423-23 (DP)",
        "source": "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074075",
        "confidence": "S",
        "in_force_from": "2007-10-01",
        "in_force_to": None,
        "procedures": ["commune/declaration-prealable"],
    }


def test_an_answer_is_plain_json_in_two_languages() -> None:
    facts = document(
        SVR, filed("2026-01-10"), asked("2026-02-01", "2026-03-01"), given("2026-02-15")
    )
    answer = timeline_answers(facts).value
    assert json.loads(json.dumps(answer)) == answer
    assert isinstance(answer, dict)
    for step in answer["steps"]:
        assert set(step) == {"on", "what", "article", "effective", "reason", "moves"}
        assert step["reason"]["fr"] != step["reason"]["en"]
        assert "{" not in step["reason"]["fr"] + step["reason"]["en"]
        assert step["article"]
    days = [step["on"] for step in answer["steps"] if step["on"] is not None]
    assert days == sorted(days)


@pytest.mark.parametrize(("title", "regime", "events"), STORIES, ids=lambda one: str(one)[:20])
def test_effective_is_a_plain_yes_or_no(title: str, regime: str, events: list[Any]) -> None:
    answer = timeline_answers(document(regime, *events)).value
    assert isinstance(answer, dict)
    assert all(isinstance(step["effective"], bool) for step in answer["steps"]), title


def test_rules_bear_their_dates_and_what_fixes_them() -> None:
    rows = rules_table()
    assert {row["fixed_by"] for row in rows} == {"filed", "asked", "decided", "notified"}
    latest = next(row for row in rows if row["article"] == "C. urb. L600-12-2")
    assert (latest["in_force_from"], latest["in_force_to"]) == ("2025-11-28", None)
    assert (latest["version"], latest["fixed_by"]) == (2, "decided")
    assert json.loads(json.dumps(rows)) == rows


MEANINGS = [
    ({}, "acceptance", "P2M", "CRPA L231-1"),
    ({"financial": True}, "rejection", "P2M", "CRPA L231-4, 3°"),
    ({"is_request": False}, "none", None, "CRPA L112-11"),
    ({"procedure": "departement/mdph"}, "rejection", "P4M", "CASF R241-33"),
    ({"opinion_required": True}, "acceptance", "P4M", "CRPA L231-6 ; décret n° 2016-677"),
]


@pytest.mark.parametrize(("asked_of", "silence", "delay", "basis"), MEANINGS)
def test_what_silence_means(
    asked_of: dict[str, Any], silence: str, delay: str | None, basis: str
) -> None:
    told = silence_answer({"on": "2026-01-10", **asked_of})
    assert (told["silence"], told["delay"]) == (silence, delay)
    assert told["basis"].startswith(basis)
    assert told["reason"]["fr"] != told["reason"]["en"]
    assert told["rule_version"]


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (3, "$"),
        ({}, "on"),
        ({"on": "demain"}, "on"),
        ({"on": "2026-01-10", "licorne": True}, "licorne"),
        ({"on": "2026-01-10", "financial": "yes"}, "financial"),
        ({"on": "2026-01-10", "matter": True}, "matter"),
        ({"on": "2026-01-10", "matter": "licornes"}, "matter"),
    ],
)
def test_a_bad_question_about_silence_names_its_field(document: object, field: str) -> None:
    with pytest.raises(FactError) as refused:
        silence_answer(document)
    assert refused.value.field == field
    answers = answers_to([{"on": "2026-01-10"}, document], silence_answer)
    assert answers.failed
    assert ["error" in one for one in answers.value] == [False, True]


def test_a_number_in_its_parts() -> None:
    """C. urb. A423-1 to -3."""
    assert number_answer("pc04410926a0042") == {
        "number": "PC 044109 26 A0042",
        "compact": "PC04410926A0042",
        "nature": "PC",
        "insee": "44109",
        "year": 2026,
        "service": "A",
        "sequence": 42,
        "suffix": "",
    }
    changed = number_answer("PC 044109 26 A0042", modification=1)
    assert (changed["number"], changed["suffix"]) == ("PC 044109 26 A0042 m01", "m01")
    assert number_answer("PC 044109 26 A0042", transfer=12)["suffix"] == "t12"
