"""Notices of the portal and reasons of a tacit rejection (R112-19, R112-20, L232-4)."""

from datetime import date

from services.law.calendars import calendar
from services.law.mentions import Service
from services.law.mentions_notices import portal_notice_mentions, reasons_mentions

SERVICE = Service("Mairie", "mairie@gien.example", "", "02 38 00 00 00")


def test_the_notice_says_the_day_the_sender_and_the_rule() -> None:
    told = portal_notice_mentions(date(2026, 3, 1), service=SERVICE)
    assert [(one.id, one.article) for one in told] == [
        ("available_on", "CRPA R112-19"),
        ("fifteen_days", "CRPA R112-20"),
        ("service", "CRPA R112-11-1, 2°"),
    ]
    assert "1er mars 2026" in told[0].text.fr
    assert "1 March 2026" in told[0].text.en
    assert "16 mars 2026" in told[1].text.fr
    assert "16 March 2026" in told[1].text.en


def test_reasons_reopen_the_appeal() -> None:
    told = reasons_mentions(
        "Le trottoir est trop étroit.",
        communicated_on=date(2026, 4, 13),
        calendar=calendar("metropole"),
        service=SERVICE,
    )
    assert [one.id for one in told] == ["reasons", "appeal", "service"]
    assert told[0].text.fr == told[0].text.en == "Le trottoir est trop étroit."
    assert "15 juin 2026" in told[1].text.fr
    assert "15 June 2026" in told[1].text.en
