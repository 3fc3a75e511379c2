"""Every page of every procedure on offer is drawn, in both languages; a form that changed in
between is said to have changed, and nothing is lost."""

import psycopg
import pytest

from services.foundation import clock
from services.foundation.database import Database
from services.standalone.postgres import Postgres
from tests.arranging import Deployment, Resident, write_request
from tests.rooms.web.conftest import Browser, SignedIn, fields_of


@pytest.fixture
async def nadia(
    signed_in: SignedIn, postgres: Postgres, arranged_name: str
) -> tuple[Browser, Resident]:
    """Nadia's browser, and who she is."""
    browser = await signed_in("nadia")
    with psycopg.connect(postgres.superuser_url(arranged_name)) as connection:
        row = connection.execute("SELECT id FROM person WHERE subject = 'nadia'").fetchone()
    assert row is not None
    return browser, Resident(row[0], "Nadia", "Lemoine", "nadia@courriel.example")


class TestEveryProcedureOnOffer:
    @pytest.mark.parametrize("language", ["fr", "en"])
    async def test_has_every_page_drawn(
        self,
        nadia: tuple[Browser, Resident],
        arranged_database: Database,
        collectivities: Deployment,
        language: str,
    ) -> None:
        browser, resident = nadia
        browser.cookies.set("parvis_language", language)
        for collectivity in collectivities.all:
            slug = collectivity.tenant.slug
            for procedure in collectivity.procedures:
                about = await browser.get(f"/c/{slug}/{procedure}")
                assert about.status_code == 200, procedure
                draft = await write_request(
                    arranged_database,
                    collectivity,
                    by=resident,
                    at=clock.now(),
                    procedure=procedure,
                )
                review = await browser.get(f"/c/{slug}/drafts/{draft.id}/review")
                assert review.status_code == 200, procedure
                assert "pv-errors" not in review.text, procedure
                pages = [
                    part.split('"')[0]
                    for part in review.text.split(f"/c/{slug}/drafts/{draft.id}/pages/")[1:]
                ]
                for page in dict.fromkeys(pages):
                    shown = await browser.get(f"/c/{slug}/drafts/{draft.id}/pages/{page}")
                    assert shown.status_code == 200, f"{procedure} {page}"
                    assert 'name="go"' in shown.text


class TestAFormThatChangedInBetween:
    async def test_says_so_and_keeps_the_answers(
        self,
        nadia: tuple[Browser, Resident],
        arranged_database: Database,
        collectivities: Deployment,
        postgres: Postgres,
        arranged_name: str,
    ) -> None:
        browser, resident = nadia
        draft = await write_request(
            arranged_database, collectivities.ccg, by=resident, at=clock.now()
        )
        with psycopg.connect(postgres.superuser_url(arranged_name)) as connection:
            connection.execute("UPDATE draft SET version = 0 WHERE id = %s", (draft.id,))
        address = f"/c/cc-giennoises/drafts/{draft.id}"
        review = await browser.get(f"{address}/review")
        assert "Cette démarche a changé depuis que vous avez commencé" in review.text
        assert "14 rue des Tanneurs" in review.text
        declared = {
            **fields_of(review),
            "statement": ["accurate"],
            "notification": "portal",
        }
        filed = await browser.post(f"{address}/review", data=declared)
        assert filed.status_code == 303, filed.text[:2000]
