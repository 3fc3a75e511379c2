"""What an act gathers becomes one statement, in the order of its story."""

from datetime import UTC, datetime
from uuid import UUID

from services.foundation.outbox import effect, owe, tell
from services.foundation.writes import Writes

AT = datetime(2026, 11, 3, tzinfo=UTC)
TENANT, CASE = UUID(int=1), UUID(int=2)


def owed(*kinds: str) -> Writes:
    writes = Writes()
    for kind in kinds:
        owe(writes, tenant_id=TENANT, case_id=CASE, kind=kind, key=f"{CASE}/{kind}", at=AT)
    return writes


class TestRowsOfOneKind:
    def test_that_follow_each_other_go_in_one_insert(self) -> None:
        [(sql, values)] = owed("receipt", "notice_mail", "tacit_mail").statements()
        assert sql.count('INSERT INTO "effect"') == 1
        assert [value for value in values if str(value).startswith(f"{CASE}/")] == [
            f"{CASE}/receipt",
            f"{CASE}/notice_mail",
            f"{CASE}/tacit_mail",
        ]
        assert f"${len(values)}" in sql
        assert f"${len(values) + 1}" not in sql

    def test_keep_their_place_among_others(self) -> None:
        writes = owed("receipt")
        tell(writes, tenant_id=TENANT, case_id=CASE, fact="case.look", at=AT)
        owe(writes, tenant_id=TENANT, case_id=CASE, kind="notice_mail", key="last", at=AT)
        [(sql, _values)] = writes.statements()
        assert sql.count('INSERT INTO "effect"') == 2
        assert sql.index("outbox") > sql.index("effect")

    def test_change_one_by_one(self) -> None:
        writes = Writes()
        for number in (1, 2):
            key = {"tenant_id": TENANT, "id": UUID(int=number)}
            writes.update(effect, key, attempts=number)
        [(sql, _values)] = writes.statements()
        assert sql.count('UPDATE "effect"') == 2
