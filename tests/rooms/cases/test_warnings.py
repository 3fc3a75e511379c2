"""Early warnings on the real book: registered, owed, and left out when they are pointless."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import psycopg
import pytest
from sqlalchemy import text

from services.cases.actions.claim_case import claim_case
from services.cases.actions.decide_case import decide_case
from services.cases.actions.give_pieces import give_pieces
from services.cases.actions.hand_over import hand_over
from services.cases.actions.look_at_book import look_at_book
from services.cases.actions.receive_case import deliver_case
from services.cases.actions.record_warning import warning_sent
from services.cases.actions.request_missing_pieces import request_missing_pieces
from services.cases.contracts import Filed, Look, ToDo
from services.cases.errors import NobodyToWarn
from services.cases.queries.owed import effect_to_do
from services.cases.queries.warnings import WarningOrder, warning_order
from services.documents.store import ObjectStore
from services.foundation.database import Database, Worker
from services.identity.people import colleagues_at_work
from tests.arranging import (
    BIN,
    HOUSE,
    OCCUPATION,
    Collectivity,
    Deployment,
    a_resident,
    file_request,
)

# Filed on Monday 2 March 2026: the last day to answer is Saturday 2 May, the day after a holiday.
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEN_BEFORE, THREE_BEFORE = date(2026, 4, 17), date(2026, 4, 28)
HERE = "https://parvis.example"
NO_FILES = cast("ObjectStore", None)


def on(day: date) -> datetime:
    return datetime.combine(day, MONDAY.timetz())


@pytest.fixture
def admin(postgres, arranged_name) -> Any:
    with psycopg.connect(postgres.superuser_url(arranged_name), autocommit=True) as connection:
        yield connection


def register(admin: Any, filed: Filed) -> dict[str, tuple[date, str]]:
    """The warnings of the register: kind → day, state."""
    rows = admin.execute(
        "SELECT kind, due_on, state FROM deadline WHERE case_id = %s AND kind LIKE 'warn%%'",
        (filed.case_id,),
    )
    return {kind: (due_on, state) for kind, due_on, state in rows}


async def look(db: Database, of: Collectivity, filed: Filed, day: date) -> Look:
    return await look_at_book(db, tenant_id=of.id, case_id=filed.case_id, at=on(day))


async def owed(db: Database, of: Collectivity, filed: Filed, day: date) -> Mapping[str, ToDo]:
    """The warnings owed on that day, by kind."""
    seen = await look(db, of, filed, day)
    found = [
        await effect_to_do(db, tenant_id=of.id, effect_id=each.id)
        for each in seen.owed
        if each.kind == "agent_warning"
    ]
    return {each.about: each for each in found if each is not None}


async def _deliveries(db: Database, of: Collectivity, filed: Filed, day: date) -> list[ToDo]:
    """The hand-overs to do."""
    seen = await look(db, of, filed, day)
    which = [each.id for each in seen.owed if each.kind == "delivery"]
    found = [await effect_to_do(db, tenant_id=of.id, effect_id=each) for each in which]
    return [each for each in found if each is not None]


async def order(db: Database, todo: ToDo, day: date) -> WarningOrder | None:
    return await warning_order(db, todo, base_url=HERE, at=on(day))


class TestTheRegister:
    async def test_holds_the_warnings_from_the_filing(
        self, arranged_database: Database, collectivities: Deployment, admin: Any
    ) -> None:
        db, ccg = arranged_database, collectivities.ccg
        filed = await file_request(db, ccg, by=await a_resident(db), at=MONDAY, procedure=BIN)
        assert register(admin, filed) == {
            "warn_agent_10": (TEN_BEFORE, "open"),
            "warn_agent_3": (THREE_BEFORE, "open"),
            "warn_supervisor_3": (THREE_BEFORE, "open"),
        }
        seen = await look(db, ccg, filed, MONDAY.date())
        assert seen.wake_at == datetime(2026, 4, 17, 6, 0, tzinfo=UTC)  # eight in Paris

    async def test_warns_before_the_end_of_plannings_month(
        self, arranged_database: Database, collectivities: Deployment, admin: Any
    ) -> None:
        db, gien = arranged_database, collectivities.gien
        filed = await file_request(db, gien, by=await a_resident(db), at=MONDAY, procedure=HOUSE)
        found = register(admin, filed)
        assert found["warn_completeness_3"] == (date(2026, 3, 30), "open")
        assert found["warn_completeness_10"] == (date(2026, 3, 19), "open")
        todo = (await owed(db, gien, filed, date(2026, 3, 19)))["warn_completeness_10"]
        told = await order(db, todo, date(2026, 3, 19))
        assert told is not None
        assert (told.kind, told.content.by) == ("completeness_reminder", date(2026, 4, 2))

    async def test_drops_them_when_the_case_is_closed(
        self, arranged_database: Database, collectivities: Deployment, admin: Any
    ) -> None:
        db, ccg = arranged_database, collectivities.ccg
        filed = await file_request(db, ccg, by=await a_resident(db), at=MONDAY, procedure=BIN)
        await decide_case(
            db,
            case_id=filed.case_id,
            version=None,
            sense="grant",
            by=ccg.instructor,
            at=MONDAY + timedelta(days=3),
        )
        assert {state for _day, state in register(admin, filed).values()} == {"cancelled"}

    async def test_never_holds_a_day_that_has_passed_when_the_clock_starts_again(
        self, arranged_database: Database, collectivities: Deployment, admin: Any
    ) -> None:
        """Suspended from 29 April to 30 April: the last day is Sunday 3 May, and the ten working
        days before it are long gone. Nothing is sent late."""
        db, gien = arranged_database, collectivities.gien
        nadia = await a_resident(db)
        filed = await file_request(db, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
        asked, given = date(2026, 4, 29), date(2026, 4, 30)
        await request_missing_pieces(
            db,
            case_id=filed.case_id,
            version=None,
            pieces={"plan": "Le plan est illisible."},
            limit=date(2026, 5, 20),
            by=gien.instructor,
            at=on(asked),
        )
        assert {state for _day, state in register(admin, filed).values()} == {"cancelled"}
        await give_pieces(
            db,
            person_id=nadia.id,
            tenant_id=gien.id,
            case_id=filed.case_id,
            version=None,
            pieces=["plan"],
            at=on(given),
        )
        assert {state for _day, state in register(admin, filed).values()} == {"cancelled"}
        assert await owed(db, gien, filed, given) == {}

    async def test_of_a_request_handed_over_late_holds_only_the_days_to_come(
        self, arranged_database: Database, collectivities: Deployment, admin: Any
    ) -> None:
        """Filed in Gien on 2 March, with Loiret since 20 April: silence that rejects counts from
        the filing (CRPA L114-3), so its first warning is already past and is never sent."""
        db, gien, loiret = arranged_database, collectivities.gien, collectivities.loiret
        nadia, handed_on = await a_resident(db), date(2026, 4, 20)
        filed = await file_request(db, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
        await hand_over(
            db,
            case_id=filed.case_id,
            version=None,
            to=loiret.tenant.siren,
            reason="La rue est une route départementale.",
            by=gien.instructor,
            at=on(handed_on),
        )
        [todo] = await _deliveries(db, gien, filed, handed_on)
        new_id = await deliver_case(db, NO_FILES, todo, at=on(handed_on))
        received = Filed(loiret.id, new_id, "", MONDAY)
        assert register(admin, received) == {
            "warn_agent_3": (THREE_BEFORE, "open"),
            "warn_supervisor_3": (THREE_BEFORE, "open"),
        }
        assert await owed(db, loiret, received, handed_on) == {}


class TestAWarning:
    @pytest.fixture
    async def filed(self, arranged_database: Database, collectivities: Deployment) -> Filed:
        nadia = await a_resident(arranged_database)
        return await file_request(
            arranged_database, collectivities.ccg, by=nadia, at=MONDAY, procedure=BIN
        )

    async def test_is_owed_once_for_a_day(
        self, arranged_database: Database, collectivities: Deployment, admin: Any, filed: Filed
    ) -> None:
        db, ccg = arranged_database, collectivities.ccg
        assert await owed(db, ccg, filed, TEN_BEFORE - timedelta(days=1)) == {}
        first = await owed(db, ccg, filed, TEN_BEFORE)
        assert await owed(db, ccg, filed, TEN_BEFORE) == first
        todo = first["warn_agent_10"]
        assert todo.key == f"{filed.case_id}/warn_agent_10/{TEN_BEFORE}"

        for _twice in range(2):
            to = [ccg.instructor.agent_id]
            await warning_sent(db, todo, to=to, at=on(TEN_BEFORE))

        assert register(admin, filed)["warn_agent_10"] == (TEN_BEFORE, "done")
        assert await owed(db, ccg, filed, TEN_BEFORE + timedelta(days=1)) == {}
        told = admin.execute(
            "SELECT count(*) FROM case_event WHERE case_id = %s AND kind = 'warning_sent'",
            (filed.case_id,),
        ).fetchone()
        assert told == (1,)

    async def test_waits_for_the_morning(
        self, arranged_database: Database, collectivities: Deployment, filed: Filed
    ) -> None:
        """Whatever else wakes the clock in the night: here two minutes before eight, in Paris."""
        db, which = arranged_database, {"tenant_id": collectivities.ccg.id}
        early = datetime(2026, 4, 17, 5, 58, tzinfo=UTC)
        seen = await look_at_book(db, **which, case_id=filed.case_id, at=early)
        assert "agent_warning" not in {each.kind for each in seen.owed}
        assert seen.wake_at == early + timedelta(minutes=2)
        seen = await look_at_book(db, **which, case_id=filed.case_id, at=seen.wake_at)
        assert "agent_warning" in {each.kind for each in seen.owed}

    async def test_that_came_due_while_nothing_ran_is_not_repeated(
        self, arranged_database: Database, collectivities: Deployment, admin: Any, filed: Filed
    ) -> None:
        """The clock stood still for a month: each reader has one mail, not two."""
        found = await owed(
            arranged_database, collectivities.ccg, filed, THREE_BEFORE + timedelta(days=1)
        )
        assert set(found) == {"warn_agent_3", "warn_supervisor_3"}
        assert register(admin, filed)["warn_agent_10"] == (TEN_BEFORE, "cancelled")

    async def test_that_waited_for_the_mail_relay_gives_way_to_the_next(
        self, arranged_database: Database, collectivities: Deployment, filed: Filed
    ) -> None:
        db, ccg = arranged_database, collectivities.ccg
        waiting = (await owed(db, ccg, filed, TEN_BEFORE))["warn_agent_10"]
        await owed(db, ccg, filed, THREE_BEFORE)
        assert await order(db, waiting, THREE_BEFORE) is None

    async def test_goes_to_the_agents_while_nobody_follows_the_case(
        self, arranged_database: Database, collectivities: Deployment, filed: Filed
    ) -> None:
        db, ccg = arranged_database, collectivities.ccg
        todo = await owed(db, ccg, filed, THREE_BEFORE)
        told = await order(db, todo["warn_agent_3"], THREE_BEFORE)
        assert told is not None
        assert [agent_id for agent_id, _email in told.to] == [ccg.instructor.agent_id]
        assert told.content.by == date(2026, 5, 2)
        assert told.content.link == f"{HERE}/agent/cc-giennoises/cases/{filed.case_id}"
        over = await order(db, todo["warn_supervisor_3"], THREE_BEFORE)
        assert over is not None
        assert over.kind == "supervisor_reminder"
        assert [agent_id for agent_id, _email in over.to] == [ccg.supervisor.agent_id]

    async def test_goes_to_who_took_it_up(
        self, arranged_database: Database, collectivities: Deployment, filed: Filed
    ) -> None:
        db, ccg = arranged_database, collectivities.ccg
        which = {"case_id": filed.case_id, "version": None, "at": MONDAY + timedelta(days=1)}
        await claim_case(db, by=ccg.supervisor, **which)
        todo = (await owed(db, ccg, filed, TEN_BEFORE))["warn_agent_10"]
        told = await order(db, todo, TEN_BEFORE)
        assert told is not None
        assert [agent_id for agent_id, _email in told.to] == [ccg.supervisor.agent_id]

    async def test_is_not_sent_once_the_case_is_answered(
        self, arranged_database: Database, collectivities: Deployment, filed: Filed
    ) -> None:
        """Owed at eight, the mail relay down; answered an hour later."""
        db, ccg = arranged_database, collectivities.ccg
        todo = (await owed(db, ccg, filed, TEN_BEFORE))["warn_agent_10"]
        await decide_case(
            db,
            case_id=filed.case_id,
            version=None,
            sense="grant",
            by=ccg.instructor,
            at=on(TEN_BEFORE),
        )
        assert await order(db, todo, TEN_BEFORE) is None

    async def test_without_anybody_in_office_says_so(
        self, arranged_database: Database, collectivities: Deployment, admin: Any, filed: Filed
    ) -> None:
        db, ccg = arranged_database, collectivities.ccg
        todo = (await owed(db, ccg, filed, THREE_BEFORE))["warn_supervisor_3"]
        admin.execute(
            "UPDATE membership SET until = %s WHERE role = 'supervisor' AND tenant_id = %s",
            (THREE_BEFORE, ccg.id),
        )
        with pytest.raises(NobodyToWarn):
            await order(db, todo, THREE_BEFORE)


class TestAnAddress:
    async def test_is_seen_only_of_who_is_in_office_in_that_collectivity(
        self, arranged_database: Database, collectivities: Deployment, admin: Any
    ) -> None:
        """The wall itself: the worker of one collectivity asks for every agent."""
        ccg, gien = collectivities.ccg, collectivities.gien
        admin.execute(
            "UPDATE membership SET until = current_date - 1 WHERE agent_id = %s",
            (ccg.signatory.agent_id,),
        )
        async with arranged_database.transaction(Worker(ccg.id)) as tx:
            here = await colleagues_at_work(tx, ccg.id, on=date(2026, 11, 2))
            there = await colleagues_at_work(tx, gien.id, on=date(2026, 11, 2))
            seen = {row.id for row in await tx.rows(text("SELECT id, email FROM agent"))}
        assert {each.agent_id for each in here} == {
            ccg.instructor.agent_id,
            ccg.supervisor.agent_id,
        }
        assert there == ()
        assert seen == {each.agent_id for each in here}
