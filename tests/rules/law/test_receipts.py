"""The two receipts and what their absence costs (CRPA R112-11-2, L112-12, L114-3, L114-4)."""

import pytest

from tests.rules.law.asking import (
    FLAT,
    NONE,
    SVA,
    SVR,
    ask,
    event,
    filed,
    granted,
    handed_over,
    refused,
)

# Filed, calendar, AEE due, ARE due, article.
DUE = [
    ("2026-01-10", "metropole", "2026-01-12", "2026-01-23", "R112-11-2, from a Saturday"),
    ("2026-04-30", "metropole", "2026-05-04", "2026-05-19", "R112-11-2, May holidays"),
    ("2026-12-18", "metropole", "2026-12-21", "2027-01-05", "R112-11-2, end of year"),
    ("2026-07-13", "metropole", "2026-07-15", "2026-07-28", "R112-11-2, 14 July"),
    ("2026-03-30", "metropole", "2026-03-31", "2026-04-14", "R112-11-2"),
    ("2026-03-30", "alsace-moselle", "2026-03-31", "2026-04-15", "L3134-13: Good Friday"),
    ("2026-04-02", "alsace-moselle", "2026-04-07", "2026-04-20", "Good Friday, Easter Monday"),
    ("2026-05-20", "martinique", "2026-05-21", "2026-06-05", "L3422-2: 22 and 25 May"),
    ("2026-05-20", "guadeloupe", "2026-05-21", "2026-06-05", "L3422-2: 25 and 27 May"),
    ("2026-06-05", "guyane", "2026-06-08", "2026-06-22", "L3422-2: 10 June"),
    ("2026-04-20", "mayotte", "2026-04-21", "2026-05-06", "L3422-2: 27 April"),
    ("2027-12-16", "reunion", "2027-12-17", "2027-12-31", "L3422-2: 20 December"),
]


@pytest.mark.parametrize(("at", "calendar", "registration", "receipt", "article"), DUE)
def test_are_due(at: str, calendar: str, registration: str, receipt: str, article: str) -> None:
    answer = ask(SVR, filed(at), calendar=calendar)
    assert (answer["registration_receipt_due"], answer["receipt_due"]) == (registration, receipt), (
        article
    )


@pytest.mark.parametrize("regime", [SVA, SVR, FLAT, NONE])
def test_are_due_whatever_silence_means(regime: str) -> None:
    """L112-11: every electronic sending is acknowledged, a plain report too."""
    assert ask(regime, filed("2026-01-12"))["receipt_due"] == "2026-01-26"


@pytest.mark.parametrize("regime", [SVA, SVR, FLAT, NONE])
def test_the_receipt_waits_for_the_competent_body(regime: str) -> None:
    """R112-11-2, L114-4: the competent administration owes it, from its own reception."""
    astray = filed("2026-01-12", competent=False)
    assert ask(regime, astray)["receipt_due"] is None
    assert ask(regime, astray)["registration_receipt_due"] == "2026-01-13"
    assert ask(regime, astray, handed_over("2026-02-02"))["receipt_due"] == "2026-02-16"


def sent(at: str, **fields: object) -> dict[str, object]:
    return event("receipt_sent", at, **fields)


# Regime, facts, whether the delays of appeal run against the person; CRPA L112-12 throughout.
OPPOSABLE = [
    (SVR, [], False, "no receipt at all"),
    (SVR, [sent("2026-01-12")], True, "a receipt before the rejection is born"),
    (SVR, [sent("2026-03-10")], True, "on the last day"),
    (SVR, [sent("2026-03-11")], False, "the day the rejection is born"),
    (SVR, [sent("2026-01-12", kind="registration")], False, "a registration receipt is not one"),
    (SVR, [sent("2026-01-12", mentions_complete=False)], False, "a mention is missing"),
    (SVR, [refused("2026-03-01")], True, "an express refusal before the tacit one"),
    (SVR, [refused("2026-03-01", mentions_complete=False)], False, "R421-5: without its mentions"),
    (SVR, [granted("2026-03-01")], None, "nothing to appeal against"),
    (SVA, [], None, "silence accepts"),
    (SVA, [refused("2026-03-01")], True, "an express refusal under acceptance"),
    (SVA, [refused("2026-03-20")], None, "a refusal without effect"),
    (NONE, [], None, "silence means nothing"),
    (SVR, [refused("2026-04-01")], False, "a refusal after the tacit rejection, no receipt"),
    (
        SVR,
        [sent("2026-01-12"), refused("2026-04-01")],
        True,
        "a refusal after the tacit rejection, a receipt before it",
    ),
    (
        SVR,
        [sent("2026-01-12"), refused("2026-04-01", mentions_complete=False)],
        False,
        "R421-5: a receipt, but a refusal without its mentions",
    ),
    (FLAT, [refused("2026-04-01")], False, "a refusal after the flat rate, no receipt"),
    (NONE, [refused("2026-04-01")], True, "no silence to overtake"),
]


@pytest.mark.parametrize(("regime", "events", "opposable", "why"), OPPOSABLE)
def test_make_delays_opposable(
    regime: str, events: list[dict[str, object]], opposable: bool | None, why: str
) -> None:
    answer = ask(regime, filed("2026-01-10"), *events)
    assert answer["appeal_delay_opposable"] is opposable, why


def test_an_incomplete_receipt_is_told() -> None:
    answer = ask(SVR, filed("2026-01-10"), sent("2026-01-12", mentions_complete=False))
    assert any("mention" in warning["fr"] for warning in answer["warnings"])
