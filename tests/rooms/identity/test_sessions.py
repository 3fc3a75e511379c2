"""Sessions in the database: a key in the cookie, its digest here, rights read with each request."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Citizen, Database, Door, Operator, Public
from services.identity.actions.enrol_agent import (
    appoint_administrator,
    enrol_agent,
    withdraw_rights,
)
from services.identity.actions.forget_stale import forget_stale
from services.identity.actions.keep_alive import keep_alive
from services.identity.actions.open_visit import open_visit
from services.identity.actions.sign_in import sign_in
from services.identity.actions.sign_out import (
    sign_out,
    sign_out_everywhere,
    signed_out_by_provider,
)
from services.identity.errors import NotAnAgent, NotInOffice, SecondFactorMissing
from services.identity.oidc import SignedOut
from services.identity.people import agents_page, teams_of
from services.identity.queries import key_hash_of, read_id_token, read_session
from tests.rooms.identity.conftest import AT, Town, enrolled, proven

OTP = frozenset({"pwd", "otp"})
ISSUER = "https://identity.example/realms/parvis"


class TestAVisit:
    """Nobody signed in yet: the first saved page makes an unverified person."""

    async def test_is_found_again_by_its_key(self, fresh_database: Database) -> None:
        opened = await open_visit(fresh_database, at=AT)

        who = await read_session(fresh_database, opened.key_hash, at=AT)

        assert who is not None
        assert who.person is not None
        assert who.person.id == opened.person_id
        assert who.verified_person is None
        assert who.agent is None
        assert who.csrf == opened.csrf

    async def test_keeps_only_the_digest_of_its_key(self, fresh_database: Database) -> None:
        opened = await open_visit(fresh_database, at=AT)

        assert opened.key_hash == key_hash_of(opened.token)
        assert opened.token.encode() not in opened.key_hash
        assert len(opened.key_hash) == 32

    async def test_is_invisible_to_another_key(self, fresh_database: Database) -> None:
        await open_visit(fresh_database, at=AT)

        async with fresh_database.transaction(Door(session_key_hash=b"x" * 32)) as tx:
            seen = await tx.scalar(text("SELECT count(*) FROM session"))

        assert seen == 0

    async def test_ends_after_a_day(self, fresh_database: Database) -> None:
        opened = await open_visit(fresh_database, at=AT)

        later = AT + timedelta(hours=24)

        assert await read_session(fresh_database, opened.key_hash, at=later) is None


class TestAResident:
    async def test_gets_a_new_key_and_her_old_one_is_worth_nothing(
        self, fresh_database: Database
    ) -> None:
        planted = await open_visit(fresh_database, at=AT)

        opened = await sign_in(
            fresh_database, proven=proven(subject="nadia"), previous=planted.key_hash, at=AT
        )

        assert opened.key_hash != planted.key_hash
        assert opened.csrf != planted.csrf
        assert await read_session(fresh_database, planted.key_hash, at=AT) is None
        who = await read_session(fresh_database, opened.key_hash, at=AT)
        assert who is not None
        assert who.verified_person is not None
        assert who.verified_person.family_name == "Lemoine"

    async def test_is_the_same_person_at_each_sign_in(self, fresh_database: Database) -> None:
        first = await sign_in(fresh_database, proven=proven(subject="nadia"), previous=None, at=AT)
        second = await sign_in(fresh_database, proven=proven(subject="nadia"), previous=None, at=AT)

        assert first.person_id == second.person_id
        assert first.key_hash != second.key_hash

    async def test_keeps_the_draft_she_began_before(
        self, fresh_database: Database, town: Town
    ) -> None:
        visit = await open_visit(fresh_database, at=AT)
        draft = uuid4()
        await _save_draft(fresh_database, town, visit.person_id, draft)

        opened = await sign_in(
            fresh_database, proven=proven(subject="nadia"), previous=visit.key_hash, at=AT
        )

        assert opened.person_id is not None
        async with fresh_database.transaction(Citizen(opened.person_id)) as tx:
            assert await tx.scalar(text("SELECT id FROM draft")) == draft

    async def test_does_not_take_the_drafts_of_whoever_was_signed_in(
        self, fresh_database: Database, town: Town
    ) -> None:
        paul = await sign_in(fresh_database, proven=proven(subject="paul"), previous=None, at=AT)
        await _save_draft(fresh_database, town, paul.person_id, uuid4())

        nadia = await sign_in(
            fresh_database, proven=proven(subject="nadia"), previous=paul.key_hash, at=AT
        )

        assert nadia.person_id is not None
        async with fresh_database.transaction(Citizen(nadia.person_id)) as tx:
            assert await tx.scalar(text("SELECT count(*) FROM draft")) == 0

    async def test_is_signed_out_after_two_silent_hours(self, fresh_database: Database) -> None:
        opened = await sign_in(fresh_database, proven=proven(subject="nadia"), previous=None, at=AT)

        before, after = AT + timedelta(minutes=119), AT + timedelta(minutes=121)

        who = await read_session(fresh_database, opened.key_hash, at=before)
        assert who is not None
        assert await read_session(fresh_database, opened.key_hash, at=after) is None
        assert await keep_alive(fresh_database, who=who, at=before)
        assert await read_session(fresh_database, opened.key_hash, at=after) is not None

    async def test_costs_no_write_for_each_page(self, fresh_database: Database) -> None:
        opened = await sign_in(fresh_database, proven=proven(subject="nadia"), previous=None, at=AT)
        who = await read_session(fresh_database, opened.key_hash, at=AT)

        assert who is not None
        assert not await keep_alive(fresh_database, who=who, at=AT + timedelta(minutes=4))


class TestAnAgent:
    async def test_enters_with_her_rights(self, fresh_database: Database, town: Town) -> None:
        agent_id = await enrolled(fresh_database, town, subject="claire")

        opened = await _agent_session(fresh_database, "claire")

        who = await read_session(fresh_database, opened, at=AT)
        assert who is not None
        assert who.agent is not None
        assert who.agent.id == agent_id
        assert who.person is None
        assert [m.role for m in who.agent.memberships] == ["instructor"]
        assert who.agent.memberships[0].tenant_slug == "gien"
        assert not who.agent.is_platform_admin

    async def test_is_refused_without_a_second_factor(
        self, fresh_database: Database, town: Town
    ) -> None:
        await enrolled(fresh_database, town, subject="claire")
        password_only = proven(subject="claire", door="backoffice")

        with pytest.raises(SecondFactorMissing):
            await sign_in(fresh_database, proven=password_only, previous=None, at=AT)

    async def test_is_refused_when_nobody_gave_her_a_right(self, fresh_database: Database) -> None:
        stranger = proven(subject="stranger", door="backoffice", methods=OTP)

        with pytest.raises(NotAnAgent):
            await sign_in(fresh_database, proven=stranger, previous=None, at=AT)

    async def test_loses_a_withdrawn_right_at_the_next_request(
        self, fresh_database: Database, town: Town
    ) -> None:
        await enrolled(fresh_database, town, subject="claire")
        opened = await _agent_session(fresh_database, "claire")
        async with fresh_database.transaction(Operator()) as tx:
            ended = [
                await withdraw_rights(
                    tx,
                    tenant_id=town.id,
                    email="claire.rousseau@gien.example",
                    until=date(2026, 11, 23),
                    by=THE_SYSTEM,
                )
                for _ in range(2)
            ]

        who = await read_session(fresh_database, opened, at=AT)

        assert who is not None
        assert who.agent is not None
        assert who.agent.memberships == ()
        assert ended == [1, 0]

    async def test_may_administer_the_platform(self, fresh_database: Database, town: Town) -> None:
        agent_id = await enrolled(fresh_database, town, subject="hugo", role="administrator")
        async with fresh_database.transaction(Operator()) as tx:
            for _ in range(2):
                await appoint_administrator(
                    tx, agent_id=agent_id, since=date(2026, 1, 1), by=THE_SYSTEM
                )

        who = await read_session(
            fresh_database, await _agent_session(fresh_database, "hugo"), at=AT
        )

        assert who is not None
        assert who.agent is not None
        assert who.agent.is_platform_admin

    async def test_is_enrolled_once(self, fresh_database: Database, town: Town) -> None:
        first = await enrolled(fresh_database, town, subject="claire")
        again = await enrolled(fresh_database, town, subject="claire")

        async with fresh_database.transaction(Operator()) as tx:
            agents = await agents_page(tx)
            teams = await teams_of(tx, town.id)

        assert first == again
        assert [(one.name, one.email) for one in agents] == [
            ("Claire Rousseau", "claire.rousseau@gien.example")
        ]
        assert [team.label for team in teams] == ["Accueil"]

    async def test_cannot_lose_a_right_she_does_not_have(
        self, fresh_database: Database, town: Town
    ) -> None:
        async with fresh_database.transaction(Operator()) as tx:
            with pytest.raises(NotInOffice):
                await withdraw_rights(
                    tx,
                    tenant_id=town.id,
                    email="claire.rousseau@gien.example",
                    until=date(2026, 11, 23),
                    by=THE_SYSTEM,
                )

    async def test_of_the_platform_needs_no_collectivity(self, fresh_database: Database) -> None:
        async with fresh_database.transaction(Operator()) as tx:
            agent_id = await enrol_agent(
                tx,
                issuer=ISSUER,
                subject="hugo",
                email="hugo@parvis.example",
                memberships=[],
                by=THE_SYSTEM,
                at=AT,
            )
            await appoint_administrator(
                tx, agent_id=agent_id, since=date(2026, 1, 1), by=THE_SYSTEM
            )

        assert await _agent_session(fresh_database, "hugo")


class TestSigningOut:
    async def test_ends_this_session_and_no_other(self, fresh_database: Database) -> None:
        first, second = [await _resident_session(fresh_database) for _ in range(2)]

        await sign_out(fresh_database, key_hash=first)

        assert await read_session(fresh_database, first, at=AT) is None
        assert await read_session(fresh_database, second, at=AT) is not None

    async def test_everywhere_ends_them_all(self, fresh_database: Database) -> None:
        first, second = [await _resident_session(fresh_database) for _ in range(2)]
        other = await _resident_session(fresh_database, "paul")

        ended = await sign_out_everywhere(fresh_database, key_hash=first)

        assert ended == (2, "nadia")
        assert await read_session(fresh_database, second, at=AT) is None
        assert await read_session(fresh_database, other, at=AT) is not None

    async def test_everywhere_with_a_dead_session_does_nothing(
        self, fresh_database: Database
    ) -> None:
        assert await sign_out_everywhere(fresh_database, key_hash=b"x" * 32) == (0, None)

    async def test_at_the_identity_provider_ends_the_session_it_names(
        self, fresh_database: Database
    ) -> None:
        hers = await _resident_session(fresh_database)
        other = await _resident_session(fresh_database, "paul")
        told = SignedOut(ISSUER, "nadia", "keycloak session of nadia")

        assert await signed_out_by_provider(fresh_database, signed_out=told) == 1
        assert await read_session(fresh_database, hers, at=AT) is None
        assert await read_session(fresh_database, other, at=AT) is not None

    async def test_keeps_a_hint_for_the_identity_provider(self, fresh_database: Database) -> None:
        hers = await _resident_session(fresh_database)

        assert await read_id_token(fresh_database, hers) == "a token that names nobody"
        assert await read_id_token(fresh_database, b"x" * 32) is None


class TestTheReconciler:
    async def test_forgets_sessions_that_are_over(self, fresh_database: Database) -> None:
        old = await _resident_session(fresh_database)
        visit = await open_visit(fresh_database, at=AT + timedelta(hours=6))

        assert await forget_stale(fresh_database, at=AT + timedelta(hours=13)) == 1

        later = AT + timedelta(hours=13)
        assert await read_session(fresh_database, old, at=AT) is None
        assert await read_session(fresh_database, visit.key_hash, at=later) is not None


class TestTheWall:
    async def test_shows_no_session_to_anybody(self, fresh_database: Database) -> None:
        await _resident_session(fresh_database)

        async with fresh_database.transaction(Public()) as tx:
            with pytest.raises(Exception, match="permission denied"):
                await tx.scalar(text("SELECT count(*) FROM session"))

    async def test_lets_nobody_claim_another_identity(self, fresh_database: Database) -> None:
        door = Door(issuer=ISSUER, subject="nadia")
        forged = text(
            "INSERT INTO person (id, issuer, subject, verified, created_at) "
            "VALUES (gen_random_uuid(), :issuer, 'paul', true, now())"
        )

        with pytest.raises(Exception, match="row-level security"):
            async with fresh_database.transaction(door) as tx:
                await tx.execute(forged, {"issuer": ISSUER})


async def _resident_session(database: Database, subject: str = "nadia") -> bytes:
    opened = await sign_in(database, proven=proven(subject=subject), previous=None, at=AT)
    return opened.key_hash


async def _agent_session(database: Database, subject: str) -> bytes:
    identity = proven(subject=subject, door="backoffice", methods=OTP)
    return (await sign_in(database, proven=identity, previous=None, at=AT)).key_hash


async def _save_draft(
    database: Database, town: Town, person_id: UUID | None, draft_id: UUID
) -> None:
    assert person_id is not None
    draft = text(
        "INSERT INTO draft (id, person_id, tenant_id, procedure_id, version, insee, "
        "created_at, updated_at, expires_at) "
        "VALUES (:id, :person, :tenant, 'commune/x', 1, '45155', :at, :at, :at)"
    )
    values = {"id": draft_id, "person": person_id, "tenant": town.id, "at": AT}
    async with database.transaction(Citizen(person_id)) as tx:
        await tx.execute(draft, values)
