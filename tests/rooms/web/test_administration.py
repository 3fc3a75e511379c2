"""The administration: for platform administrators only, and read-only."""

import psycopg
import pytest

from services.standalone.postgres import Postgres
from tests.arranging import Deployment
from tests.rooms.web.conftest import Browser, Seated

PAGES = ("", "/procedures", "/agents", "/tenants/gien")


@pytest.fixture
def hugo(
    seated: Seated, collectivities: Deployment, postgres: Postgres, arranged_name: str
) -> Browser:
    """A platform administrator, who also supervises in Gien."""
    agent = collectivities.gien.supervisor
    with psycopg.connect(postgres.superuser_url(arranged_name), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO platform_admin (agent_id, since) VALUES (%s, '2026-01-02')",
            (agent.agent_id,),
        )
    return seated(agent)


class TestThePlatform:
    async def test_lists_the_collectivities_and_what_each_has(self, hugo: Browser) -> None:
        page = (await hugo.get("/administration")).text
        for name in ("Ville de Gien", "Département du Loiret", "Communauté des Communes"):
            assert name in page
        assert page.count("En service") == 3

    async def test_finds_one_by_name_or_siren(self, hugo: Browser) -> None:
        for asked in ("GIEN", "214501553", "45155"):
            assert "Ville de Gien" in (await hugo.get(f"/administration?q={asked}")).text
        nobody = (await hugo.get("/administration?q=nowhere")).text
        assert "Aucune collectivité ici" in nobody

    async def test_goes_on_where_the_page_ended(
        self, hugo: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("services.web.administration.tenants.PAGE", 2)
        first = (await hugo.get("/administration")).text
        more = first.split('<a class="btn btn-secondary" href="')[1].split('"')[0]
        second = (await hugo.get(more.replace("&amp;", "&"))).text
        assert "Ville de Gien" not in first
        assert "Ville de Gien" in second

    async def test_shows_what_a_recipe_says(self, hugo: Browser) -> None:
        page = (await hugo.get("/administration/tenants/gien")).text
        for word in ("Europe/Paris", "#1f3f94", "État civil", "commune/acte-etat-civil"):
            assert word in page
        assert "Camille Roussel" in page

    async def test_shows_the_catalogue_and_the_agents(self, hugo: Browser) -> None:
        assert "epci/bac-composteur" in (await hugo.get("/administration/procedures")).text
        assert "Hélène Garnier" in (await hugo.get("/administration/agents")).text

    async def test_changes_nothing(self, hugo: Browser) -> None:
        for page in PAGES:
            shown = (await hugo.get(f"/administration{page}")).text
            main = shown[shown.index("<main") : shown.index("</main>")]
            assert 'method="post"' not in main

    async def test_is_offered_at_the_entrance(self, hugo: Browser) -> None:
        assert 'href="/administration"' in (await hugo.get("/agent")).text

    async def test_an_unknown_collectivity_is_not_there(self, hugo: Browser) -> None:
        assert (await hugo.get("/administration/tenants/nowhere")).status_code == 404


class TestOthers:
    async def test_find_no_administration(
        self, seated: Seated, collectivities: Deployment, browser: Browser
    ) -> None:
        helene = seated(collectivities.gien.signatory)
        for page in PAGES:
            assert (await helene.get(f"/administration{page}")).status_code == 404
            stranger = await browser.get(f"/administration{page}")
            assert stranger.status_code == 303
            assert stranger.headers["location"].startswith("/agent/sign-in")
