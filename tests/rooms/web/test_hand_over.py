"""Handing over on the pages: to whom, what is refused in words, the old number afterwards."""

from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import httpx
import psycopg
import pytest

from services.cases.actions.request_missing_pieces import request_missing_pieces
from services.cases.contracts import Filed
from services.cases.queries.requests import my_requests
from services.documents.store import ObjectStore
from services.foundation.database import Database
from services.standalone.postgres import Postgres
from tests.arranging import OCCUPATION, Collectivity, Deployment, Resident, a_resident, file_request
from tests.handing import delivered
from tests.rooms.web.conftest import TODAY, Browser, Seated, fields_of

FILED = TODAY - timedelta(days=3)
MANY = 400


@dataclass(frozen=True, slots=True)
class Desk:
    """Gien's back office, with a request of Nadia's."""

    db: Database
    of: Deployment
    nadia: Resident
    filed: Filed

    @property
    def case(self) -> str:
        return f"/agent/gien/cases/{self.filed.case_id}"


@pytest.fixture
async def desk(arranged_database: Database, collectivities: Deployment) -> Desk:
    nadia = await a_resident(arranged_database)
    filed = await file_request(
        arranged_database, collectivities.gien, by=nadia, at=FILED, procedure=OCCUPATION
    )
    return Desk(arranged_database, collectivities, nadia, filed)


@pytest.fixture
async def received(desk: Desk, store: ObjectStore) -> Filed:
    """Nadia's request, handed over to Loiret, where it bears another number."""
    gien, loiret = desk.of.gien, desk.of.loiret
    await file_request(desk.db, loiret, by=desk.nadia, at=FILED)  # numbers drift apart
    return await delivered(desk.db, store, desk.filed, gien, to=loiret, at=FILED + timedelta(1))


def words(page: httpx.Response) -> str:
    return unescape(page.text).replace("\u00a0", " ").replace("\u202f", " ")


async def tries(browser: Browser, desk: Desk, **typed: str) -> httpx.Response:
    """Open the page of the act, fill it in and send it."""
    page = await browser.get(f"{desk.case}/hand_over")
    assert page.status_code == 200, page.text
    return await browser.post(f"{desk.case}/hand_over", data={**fields_of(page), **typed})


def brought_on_board(admin_url: str, like: Collectivity, count: int) -> None:
    """So many communes more, otherwise like one that is there."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO tenant (id, siren, level, code, name, slug, time_zone, calendar, brand,"
            " contact, sender_addresses, sve_terms, key_id, state, created_at)"
            " SELECT gen_random_uuid(), (310000000 + n)::text, 'commune', (10000 + n)::text,"
            " 'Ville de Montrevel-' || n, 'montrevel-' || n, time_zone, calendar, brand, contact,"
            " sender_addresses, sve_terms, gen_random_uuid(), 'active', created_at"
            " FROM tenant, generate_series(1, %s) AS n WHERE tenant.id = %s",
            (count, like.id),
        )


class TestToWhom:
    async def test_all_are_shown_where_they_are_few(self, desk: Desk, seated: Seated) -> None:
        page = await seated(desk.of.gien.instructor).get(f"{desk.case}/hand_over")
        told = words(page)
        assert told.count('name="to"') == 3
        assert "Département du Loiret" in told
        assert "Chercher une autre collectivité" not in told

    async def test_the_place_comes_first_and_the_others_by_name(
        self, desk: Desk, seated: Seated, postgres: Postgres, arranged_name: str
    ) -> None:
        brought_on_board(postgres.superuser_url(arranged_name), desk.of.gien, MANY)
        camille = seated(desk.of.gien.instructor)
        page = await camille.get(f"{desk.case}/hand_over")
        assert words(page).count('name="to"') == 3
        assert "Montrevel" not in words(page)

        found = await tries(
            camille, desk, named="montrevel 317", search="1", reason="La rue est là-bas."
        )
        assert found.status_code == 200
        assert words(found).count('name="to"') == 4
        assert "Ville de Montrevel-317" in words(found)
        assert "La rue est là-bas." in words(found)

        vague = await tries(camille, desk, named="Montrevel", search="1")
        assert words(vague).count('name="to"') == 3 + 10
        assert f"{MANY} collectivités portent ce nom" in words(vague)
        nobody = await tries(camille, desk, named="Ys", search="1")
        assert "Aucune collectivité de la plateforme ne porte ce nom" in words(nobody)

        kept = await tries(camille, desk, to="310000317", reason="")
        assert kept.status_code == 422
        assert 'value="310000317" checked' in kept.text
        done = await tries(camille, desk, to="310000317", reason="La rue est là-bas.")
        assert done.status_code == 303

    async def test_the_competent_one_is_proposed_until_another_is_chosen(
        self, desk: Desk, received: Filed, seated: Seated
    ) -> None:
        hugo = seated(desk.of.loiret.instructor)
        address = f"/agent/loiret/cases/{received.case_id}/hand_over"
        page = await hugo.get(address)
        gien = desk.of.gien.tenant.siren
        assert f'value="{gien}" checked' in page.text
        assert page.text.index(f'value="{gien}"') < page.text.index('name="to" id="hand_over-to-"')

        typed = {**fields_of(page), "to": "", "authority_name": "Préfecture"}
        page = await hugo.post(address, data=typed)
        assert page.status_code == 422
        assert 'name="to" id="hand_over-to-" value="" checked' in page.text
        assert f'value="{gien}" checked' not in page.text

    async def test_nobody_is_chosen_for_the_agent_when_the_rule_names_her_own(
        self, desk: Desk, seated: Seated
    ) -> None:
        page = await seated(desk.of.gien.instructor).get(f"{desk.case}/hand_over")
        assert "Attention, la règle désigne votre collectivité." in words(page)
        assert "checked" not in page.text


async def test_what_was_asked_before_is_read_by_who_answers(
    desk: Desk, store: ObjectStore, seated: Seated
) -> None:
    gien, loiret = desk.of.gien, desk.of.loiret
    await request_missing_pieces(
        desk.db,
        case_id=desk.filed.case_id,
        version=None,
        pieces={"plan": "Illisible."},
        limit=TODAY.date(),
        message="",
        by=gien.instructor,
        at=FILED,
    )
    new = await delivered(desk.db, store, desk.filed, gien, to=loiret, at=FILED + timedelta(1))
    page = await seated(loiret.instructor).get(f"/agent/loiret/cases/{new.case_id}")
    assert "Fait chez la collectivité saisie d’abord" in words(page)
    assert "Pièces demandées, Plan de l’emplacement" in words(page)


class TestARefusal:
    @pytest.mark.parametrize(
        ("typed", "status", "sentence"),
        [
            (
                {"to": "", "reason": "Ailleurs."},
                422,
                "Choisissez la collectivité, ou donnez",
            ),
            (
                {"to": "", "authority_name": "Préfecture", "reason": "Ailleurs."},
                422,
                "Donnez une adresse, électronique ou postale",
            ),
            (
                {
                    "to": "",
                    "authority_name": "Préfecture",
                    "authority_email": "prefecture",
                    "reason": "Ailleurs.",
                },
                422,
                "Cette adresse électronique ne reçoit pas de courriel",
            ),
            ({"to": "130025265", "reason": "Ailleurs."}, 409, "ne reçoit pas de demandes ici"),
            ({"to": "214501553", "reason": "Ailleurs."}, 409, "déjà chez vous"),
        ],
        ids=["nobody", "nowhere", "no address", "not on board", "itself"],
    )
    async def test_is_told_beside_what_is_wrong(
        self, desk: Desk, seated: Seated, typed: dict[str, str], status: int, sentence: str
    ) -> None:
        page = await tries(seated(desk.of.gien.instructor), desk, **typed)
        assert page.status_code == status
        assert sentence in words(page)
        assert "Ailleurs." in words(page)

    async def test_is_a_page_for_who_may_not(self, desk: Desk, seated: Seated) -> None:
        helene = seated(desk.of.gien.signatory)
        assert "Transmettre à l’autorité compétente" not in words(await helene.get(desk.case))
        page = await helene.get(f"{desk.case}/hand_over")
        assert "Cette action n’est pas ouverte maintenant" in words(page)
        forced = await helene.post(
            f"{desk.case}/hand_over",
            data={**fields_of(await helene.get(desk.case)), "to": "", "reason": "Ailleurs."},
        )
        assert forced.status_code in {403, 409}
        assert "Transmise" not in words(await helene.get(desk.case))


class TestTheOldNumber:
    async def test_finds_the_case_where_it_is(
        self, desk: Desk, received: Filed, seated: Seated
    ) -> None:
        hugo = seated(desk.of.loiret.instructor)
        page = await hugo.get(f"/agent/loiret/cases?view=all&number={desk.filed.number}")
        told = words(page)
        assert str(received.case_id) in told
        assert f"auparavant {desk.filed.number}" in told
        assert OCCUPATION not in desk.of.loiret.procedures
        assert '<td role="cell">filed</td>' not in told, "a stage without a name"
        other = await hugo.get("/agent/loiret/cases?view=all&number=1999-")
        assert str(received.case_id) not in words(other)

    async def test_finds_nothing_elsewhere(
        self, desk: Desk, received: Filed, seated: Seated
    ) -> None:
        other = seated(desk.of.ccg.instructor)
        page = await other.get(f"/agent/cc-giennoises/cases?view=all&number={desk.filed.number}")
        assert str(received.case_id) not in words(page)
        assert "Aucun dossier ne correspond" in words(page)

    async def test_is_kept_for_the_person(self, desk: Desk, received: Filed) -> None:
        nadia, number = desk.nadia.id, desk.filed.number
        found = await my_requests(desk.db, person_id=nadia, number=number)
        assert {line.case_id for line in found} >= {desk.filed.case_id, received.case_id}
        [there] = [line for line in found if line.case_id == received.case_id]
        assert (there.number, there.former_numbers) == (received.number, (number,))
        assert await my_requests(desk.db, person_id=nadia, number="1999-") == ()
        stranger = await a_resident(desk.db, ("Louis", "Besnard"))
        assert await my_requests(desk.db, person_id=stranger.id, number=number) == ()
