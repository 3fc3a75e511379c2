"""How long to wait: never less than is needed, never when there is room."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.foundation.counts import Counts, Rate, seconds_to_wait

NOON = datetime(2026, 4, 14, 12, 0, tzinfo=UTC)
FIVE = Rate(b"somebody", 5, 60)


class TestTheWait:
    @given(
        before=st.integers(0, 300),
        here=st.integers(0, 300),
        amount=st.integers(1, 100),
        seconds=st.integers(1, 3600),
        into=st.floats(0, 0.999),
    )
    def test_is_enough_and_hardly_more(
        self, before: int, here: int, amount: int, seconds: int, into: float
    ) -> None:
        began = into * seconds
        wait = seconds_to_wait(before, here, amount=amount, seconds=seconds, into=began)
        assert allowed(before, here, amount, seconds, began + wait)
        if wait > 2:
            assert not allowed(before, here, amount, seconds, began + wait - 2)


def allowed(before: int, here: int, amount: int, seconds: int, at: float) -> bool:
    """Whether one more fits `at` so long after the span began, if nothing came since."""
    while at >= seconds:
        before, here, at = here, 0, at - seconds
    return before * (1 - at / seconds) + here + 1 <= amount + 1e-6


class TestCounting:
    def test_stops_at_the_amount_and_lets_in_after_the_wait(self) -> None:
        counts = Counts()
        waits = [counts.take([FIVE], at=NOON) for _ in range(6)]
        assert waits[:5] == [0] * 5
        assert 60 < waits[5] <= 120
        assert counts.take([FIVE], at=NOON + timedelta(seconds=waits[5])) == 0

    def test_counts_nothing_of_what_is_refused(self) -> None:
        counts, other = Counts(), Rate(b"an address", 100, 60)
        for _ in range(50):
            counts.take([FIVE, other], at=NOON)
        left = [counts.take([other], at=NOON) for _ in range(96)]
        assert left[:95] == [0] * 95
        assert left[95] > 0

    def test_tells_each_key_apart_and_each_span_too(self) -> None:
        counts = Counts()
        for _ in range(5):
            assert counts.take([FIVE], at=NOON) == 0
        assert counts.take([Rate(b"somebody else", 5, 60)], at=NOON) == 0
        assert counts.take([Rate(b"somebody", 5, 600)], at=NOON) == 0

    def test_does_not_let_in_twice_as_much_around_the_end_of_a_span(self) -> None:
        counts = Counts()
        late, soon = NOON + timedelta(seconds=59), NOON + timedelta(seconds=61)
        let_in = [counts.take([FIVE], at=at) == 0 for at in [late] * 5 + [soon] * 5]
        assert let_in == [True] * 5 + [False] * 5

    def test_forgets_the_oldest_rather_than_grow_for_ever(self) -> None:
        counts = Counts(most=3)
        one = Rate(b"first", 1, 60)
        assert counts.take([one], at=NOON) == 0
        assert counts.take([one], at=NOON) > 0
        for turn in range(3):
            counts.take([Rate(b"%d" % turn, 1, 60)], at=NOON)
        assert counts.take([one], at=NOON) == 0
