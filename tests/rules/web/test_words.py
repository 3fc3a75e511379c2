"""Values as they are written."""

from datetime import UTC, date, datetime

import pytest

from services.foundation.i18n import using_language
from services.web.shared import words
from services.web.shared.clocks import days_left, progress, urgency
from services.web.shared.typography import spaced

NBSP = "\u00a0"


class TestFrenchSpaces:
    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("Que faire ?", f"Que faire{NBSP}?"),
            ("« oui »", f"«{NBSP}oui{NBSP}»"),
            ("10 Mo au plus", f"10{NBSP}Mo au plus"),
            ("http://a : b", f"http://a{NBSP}: b"),
            ("du 3 au 5", "du 3 au 5"),
        ],
    )
    def test_do_not_break(self, typed: str, shown: str) -> None:
        assert spaced(typed) == shown


class TestADate:
    def test_is_in_full_where_somebody_must_act(self) -> None:
        assert words.weekday(date(2027, 2, 13)) == f"samedi 13{NBSP}février 2027"

    def test_begins_a_month_as_the_french_say_it(self) -> None:
        assert words.day(date(2027, 2, 1)) == f"1er{NBSP}février 2027"

    def test_is_english_for_english_readers(self) -> None:
        with using_language("en"):
            assert "February 2027" in words.day(date(2027, 2, 13))

    def test_is_the_one_on_the_wall_of_the_collectivity(self) -> None:
        late = datetime(2026, 11, 3, 23, 30, tzinfo=UTC)
        assert words.instant(late, "Europe/Paris") == (
            f"mercredi 4{NBSP}novembre 2026, 0{NBSP}h{NBSP}30"
        )


class TestASize:
    @pytest.mark.parametrize(
        ("octets", "shown"),
        [(125, "125 octets"), (84_000, "84 Ko"), (1_800_000, "1,8 Mo"), (24_000_000, "24 Mo")],
    )
    def test_is_rounded_to_what_matters(self, octets: int, shown: str) -> None:
        assert words.size(octets).replace(NBSP, " ") == shown


class TestAClock:
    @pytest.mark.parametrize(
        ("due", "state", "told"),
        [
            (date(2026, 11, 23), "late", "Dépassé de 1 jour"),
            (date(2026, 11, 24), "soon", "Aujourd’hui"),
            (date(2026, 12, 1), "soon", "Dans 7 jours"),
            (date(2026, 12, 2), "on-time", "Dans 8 jours"),
        ],
    )
    def test_says_how_far_it_is(self, due: date, state: str, told: str) -> None:
        today = date(2026, 11, 24)
        assert urgency(due, today) == state
        assert days_left(due, today).replace(NBSP, " ") == told

    def test_stays_within_its_bar(self) -> None:
        since, until = date(2026, 11, 1), date(2026, 12, 1)
        assert progress(since, until, date(2026, 10, 1)) == 0
        assert progress(since, until, date(2026, 11, 16)) == 50
        assert progress(since, until, date(2027, 1, 1)) == 100
