"""Daily roots follow each other without a gap, and each says all that it sealed."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.audit.chain import GENESIS, check_roots, root_hash
from services.audit.contracts import Root

TENANT = UUID(int=1)
FIRST = date(2026, 1, 10)


def roots(count: int) -> list[Root]:
    made: list[Root] = []
    previous = GENESIS
    for turn in range(count):
        day = FIRST + timedelta(days=turn)
        leaves = {str(UUID(int=turn)): [turn + 1, f"{turn:064x}"]} if turn % 3 else {}
        hashed = root_hash(previous, tenant_id=TENANT, day=day, leaves=leaves)
        made.append(Root(day, leaves, previous, hashed))
        previous = hashed
    return made


def reason(made: list[Root]) -> str | None:
    broken = check_roots(made, tenant_id=TENANT)
    return broken.reason if broken else None


class TestDailyRoots:
    @given(st.integers(min_value=0, max_value=40))
    def test_hold_as_they_were_written(self, count: int) -> None:
        assert reason(roots(count)) is None

    @given(st.integers(min_value=0, max_value=8))
    def test_are_missed_when_taken_away(self, taken: int) -> None:
        made = roots(10)
        del made[taken]
        assert reason(made) is not None

    @given(st.integers(min_value=0, max_value=9))
    def test_show_a_leaf_that_was_changed_or_another_tenant(self, changed: int) -> None:
        made = roots(10)
        made[changed] = replace(made[changed], leaves={str(UUID(int=99)): [1, "00"]})
        assert reason(made) == f"root of {made[changed].day} changed"
        broken = check_roots(roots(3), tenant_id=UUID(int=2))
        assert broken is not None

    def test_may_not_be_written_anew_from_the_middle(self) -> None:
        made = roots(6)
        other = {str(UUID(int=7)): [9, "ff"]}
        forged = root_hash(made[2].previous, tenant_id=TENANT, day=made[2].day, leaves=other)
        made[2] = replace(made[2], leaves=other, hash=forged)
        assert reason(made) == f"root of {made[3].day} does not follow the one before"
