"""Notices of the portal and reasons of a tacit rejection (R112-19, R112-20, L232-4)."""

from datetime import date

import pytest

from services.law.mentions import Service
from services.law.mentions_notices import portal_notice_mentions, reasons_mentions
from tests.rules.law.asking import SVR, appealed, event, filed, tell

SERVICE = Service("Mairie", "mairie@gien.example", "", "02 38 00 00 00")


def test_the_notice_says_the_day_and_the_rule() -> None:
    told = portal_notice_mentions(date(2026, 3, 1))
    assert [(one.id, one.article) for one in told] == [
        ("available_on", "CRPA R112-19"),
        ("fifteen_days", "CRPA R112-20"),
    ]
    assert "1er mars 2026" in told[0].text.fr
    assert "1 March 2026" in told[0].text.en
    assert "16 mars 2026" in told[1].text.fr
    assert "16 March 2026" in told[1].text.en


NARROW = "Le trottoir est trop étroit."
ASKED = event("reasons_asked", "2026-04-01")


def test_reasons_reopen_the_appeal() -> None:
    given = tell(SVR, filed("2026-01-10"), ASKED, event("reasons_given", "2026-04-13"))
    told = reasons_mentions(given, reasons=NARROW, service=SERVICE)
    assert [one.id for one in told] == ["reasons", "appeal", "service"]
    assert told[0].text.fr == told[0].text.en == "Le trottoir est trop étroit."
    assert "15 juin 2026" in told[1].text.fr
    assert "15 June 2026" in told[1].text.en
    assert told[1].article == "CRPA L232-4 ; CJA R421-2"


DISTANCES = [
    ("metropole", "15 juin 2026", "deux mois", "L232-4 ; CJA R421-2"),
    ("overseas", "15 juillet 2026", "trois mois", "R421-7"),
    ("abroad", "14 août 2026", "quatre mois", "R421-7"),
]


@pytest.mark.parametrize(("residence", "last", "months", "article"), DISTANCES)
def test_reasons_reopen_it_as_far_as_the_person_lives(
    residence: str, last: str, months: str, article: str
) -> None:
    """CJA R421-7; by post the day is not known yet, so the letter tells the months."""
    far = filed("2026-01-10", residence=residence)
    given = event("reasons_given", "2026-04-13")
    [_why, on_the_portal, _service] = reasons_mentions(
        tell(SVR, far, ASKED, given), reasons=NARROW, service=SERVICE
    )
    assert last in on_the_portal.text.fr
    [_why, by_post, _service] = reasons_mentions(
        tell(SVR, far, ASKED), reasons=NARROW, service=SERVICE
    )
    assert f"{months} à compter du jour où vous recevez ces motifs" in by_post.text.fr
    for mention in (on_the_portal, by_post):
        assert mention.article.endswith(article)


def test_reasons_never_shorten_a_delay_opened_longer() -> None:
    """L411-2: a gracious appeal of 10 April, rejected by silence on 11 June."""
    told = reasons_mentions(
        tell(
            SVR,
            filed("2026-01-10"),
            ASKED,
            appealed("2026-04-10"),
            event("reasons_given", "2026-04-13"),
        ),
        reasons=NARROW,
        service=SERVICE,
    )
    assert "12 août 2026" in told[1].text.fr
