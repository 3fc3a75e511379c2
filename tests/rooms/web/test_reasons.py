"""Asking for the reasons of a tacit rejection, and giving them, without a script (L232-4)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import unescape
from uuid import UUID

import httpx
import psycopg
import pytest

from services.cases.actions.ask_reasons import ask_reasons
from services.cases.actions.look_at_book import look_at_book
from services.foundation import clock
from services.foundation.database import Database
from services.standalone.postgres import Postgres
from tests.arranging import OCCUPATION, Deployment, Resident, file_request
from tests.rooms.cases.planning import PlanningFile
from tests.rooms.web.conftest import TODAY, Browser, Seated, SignedIn, fields_of

# Two months and thirty days ago: rejected by silence, the delay of appeal still open.
FILED = TODAY - timedelta(days=90)


@dataclass(slots=True)
class Refused:
    """Nadia's request, which nobody answered, and those who look at it."""

    file: PlanningFile
    nadia: Browser
    camille: Browser

    @property
    def hers(self) -> str:
        return f"/requests/{self.case_id}"

    @property
    def at_work(self) -> str:
        return f"/agent/gien/cases/{self.case_id}"

    @property
    def case_id(self) -> UUID:
        return self.file.filed.case_id

    async def asked(self) -> None:
        await ask_reasons(
            self.file.db,
            person_id=self.file.nadia.id,
            tenant_id=self.file.gien.id,
            case_id=self.case_id,
            version=None,
            at=TODAY - timedelta(days=2),
        )


@pytest.fixture
async def refused(
    arranged_database: Database,
    collectivities: Deployment,
    seated: Seated,
    signed_in: SignedIn,
    postgres,
    arranged_name,
) -> Refused:
    browser, gien = await signed_in("nadia"), collectivities.gien
    with psycopg.connect(postgres.superuser_url(arranged_name)) as admin:
        [(person_id,)] = admin.execute("SELECT id FROM person WHERE subject = 'nadia'").fetchall()
    nadia = Resident(person_id, "Nadia", "Lemoine", "nadia@courriel.example")
    filed = await file_request(arranged_database, gien, by=nadia, at=FILED, procedure=OCCUPATION)
    which = {"tenant_id": gien.id, "case_id": filed.case_id}
    await look_at_book(arranged_database, **which, at=TODAY - timedelta(days=10))
    file = PlanningFile(arranged_database, gien, nadia, filed)
    return Refused(file, browser, seated(gien.instructor))


def words(page: httpx.Response) -> str:
    return unescape(page.text).replace("\u00a0", " ")


class TestTheResident:
    async def test_is_told_until_when_she_may_ask(self, refused: Refused) -> None:
        page = words(await refused.nadia.get(refused.hers))
        assert "Vous pouvez en demander les motifs jusqu’au lundi 18 mai" in page
        assert f'href="{refused.hers}/reasons"' in page

    async def test_reads_what_it_brings_then_asks(self, refused: Refused) -> None:
        before = await refused.nadia.get(f"{refused.hers}/reasons")
        assert before.status_code == 200
        assert "jeudi 14 mai" in words(before)
        assert "CRPA L232-4" in words(before)
        sent = await refused.nadia.post(f"{refused.hers}/reasons", data=fields_of(before))
        assert sent.headers["location"] == f"{refused.hers}?done=reasons"
        page = words(await refused.nadia.get(sent.headers["location"]))
        assert "Votre demande de motifs est enregistrée." in page
        assert "au plus tard le jeudi 14 mai" in page
        assert "reste ouvert" in page
        assert "Motifs en préparation" in page
        assert f'href="{refused.hers}/reasons"' not in page

    async def test_who_clicks_twice_is_told_that_she_is_answered(self, refused: Refused) -> None:
        before = await refused.nadia.get(f"{refused.hers}/reasons")
        await refused.nadia.post(f"{refused.hers}/reasons", data=fields_of(before))
        again = await refused.nadia.post(f"{refused.hers}/reasons", data=fields_of(before))
        assert again.status_code == 422
        assert "Vous avez déjà demandé les motifs : la collectivité vous répond." in words(again)
        assert "Code : guard_failed" in words(again)

    async def test_who_asks_too_late_is_told_so(
        self, refused: Refused, signed_in: SignedIn
    ) -> None:
        """The page was opened on the last evening, and sent after midnight."""
        evening = datetime(2026, 5, 18, 21, 30, tzinfo=UTC)
        with clock.using(lambda: evening):
            nadia = await signed_in("nadia")
            before = await nadia.get(f"{refused.hers}/reasons")
        with clock.using(lambda: evening + timedelta(hours=1)):
            late = await nadia.post(f"{refused.hers}/reasons", data=fields_of(before))
        assert late.status_code == 422
        assert "que pendant le délai de recours, et il est passé." in words(late)
        assert "Code : guard_failed" in words(late)

    async def test_reads_that_the_letter_comes_by_post(
        self, refused: Refused, postgres: Postgres, arranged_name: str
    ) -> None:
        with psycopg.connect(postgres.superuser_url(arranged_name), autocommit=True) as admin:
            admin.execute(
                """UPDATE "case" SET notification = notification || '{"electronic": false}'"""
            )
        await refused.asked()
        address = f"{refused.at_work}/give_reasons"
        page = await refused.camille.get(address)
        assert "enregistrez sa réception" in words(page)
        assert "deux mois" not in words(page)
        both = {"law_reasons": "Article 12.", "fact_reasons": "Trop étroit."}
        await refused.camille.post(address, data={**fields_of(page), **both})
        hers = words(await refused.nadia.get(refused.hers))
        assert "Motifs envoyés par courrier" in hers
        assert "reste ouvert" in hers

        case = words(await refused.camille.get(refused.at_work))
        assert "la lettre des motifs est à envoyer, puis sa réception à enregistrer" in case
        assert f'href="{address}"' not in case
        address = f"{refused.at_work}/record_reasons_received"
        page = await refused.camille.get(address)
        how = {**fields_of(page), "means": "registered_letter"}
        early = await refused.camille.post(address, data={**how, "received_on": "13/04/2026"})
        assert early.status_code == 422
        assert "La lettre n’existait pas encore ce jour-là." in words(early)
        done = await refused.camille.post(address, data={**how, "received_on": "14/04/2026"})
        assert done.headers["location"] == f"{refused.at_work}?done=record_reasons_received"
        case = words(await refused.camille.get(done.headers["location"]))
        assert "Réception des motifs enregistrée" in case
        assert "présentée le 14 avr." in case
        hers = words(await refused.nadia.get(refused.hers))
        assert "Ses motifs vous ont été communiqués le 14 avril 2026" in hers
        assert "lundi 15 juin" in hers

    async def test_is_sent_back_where_there_is_nothing_to_ask(self, refused: Refused) -> None:
        await refused.asked()
        again = await refused.nadia.get(f"{refused.hers}/reasons")
        assert again.headers["location"] == refused.hers


class TestTheAgent:
    async def test_finds_the_case_again_in_the_list(self, refused: Refused) -> None:
        number = refused.file.filed.number
        assert number not in words(await refused.camille.get("/agent/gien/cases?view=all"))
        await refused.asked()
        listed = words(await refused.camille.get("/agent/gien/cases?view=all"))
        assert number in listed
        assert "motifs à communiquer" in listed

    async def test_gives_both_reasons_and_the_person_reads_until_when(
        self, refused: Refused
    ) -> None:
        await refused.asked()
        case = words(await refused.camille.get(refused.at_work))
        assert "Refus tacite : les motifs sont dus au plus tard le mardi 12 mai" in case
        page = await refused.camille.get(f"{refused.at_work}/give_reasons")
        assert "Les motifs du rejet tacite sont dus au plus tard le 12 mai 2026" in words(page)
        assert "le délai de recours court jusqu’au 15 juin 2026 inclus" in words(page)
        address, hidden = f"{refused.at_work}/give_reasons", fields_of(page)
        law = {"law_reasons": "Règlement de voirie, article 12."}
        half = await refused.camille.post(address, data={**hidden, **law})
        assert half.status_code == 422
        assert "Remplissez « Motifs de fait »" in words(half)
        both = {**hidden, **law, "fact_reasons": "Il resterait 0,90 m de passage."}
        done = await refused.camille.post(address, data=both)
        assert done.headers["location"] == f"{refused.at_work}?done=give_reasons"
        assert "la lettre se prépare" in words(await refused.camille.get(done.headers["location"]))
        made = await refused.file.letters(date.isoformat(TODAY.date()))
        assert "reasons" in made
        hers = words(await refused.nadia.get(refused.hers))
        assert "Ses motifs vous ont été communiqués le 14 avril 2026" in hers
        assert "lundi 15 juin" in hers

    async def test_cannot_give_what_nobody_asked(self, refused: Refused) -> None:
        page = await refused.camille.get(f"{refused.at_work}/give_reasons")
        assert "La personne n’a pas demandé les motifs de ce refus." in words(page)


async def test_a_stranger_finds_nothing(refused: Refused, signed_in: SignedIn) -> None:
    stranger = await signed_in("somebody")
    assert (await stranger.get(f"{refused.hers}/reasons")).status_code == 404
