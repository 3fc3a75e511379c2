"""A deployment brought up as its operator does: one command after the other, each run twice."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from keycloak import KeycloakAdmin

from services.foundation.settings import ROOT
from services.identity.directory import Directory
from services.standalone.keycloak import ADMINISTRATOR, Keycloak
from services.standalone.place import Place
from services.standalone.postgres import Postgres
from services.standalone.temporal import program
from tests.rooms.identity.conftest import settings_for
from tests.stack import cloned, dropped

BASE_URL = "http://127.0.0.1:18000"
GIEN = "214501553"
LUCIE = ("Lucie.Garnier@gien.example", "--given", "Lucie", "--family", "Garnier")
POST = ("--role", "instructor", "--quality", "Instructrice")


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody at a terminal."""

    environment: Mapping[str, str]
    admin_url: str

    def types(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program("parvis"), *words],
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )

    def answers(self, *words: str, **more: str) -> Any:
        done = self.types(*words, "--json", **more)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def rows(self, statement: str) -> list[tuple]:
        with psycopg.connect(self.admin_url) as admin:
            return admin.execute(statement.encode()).fetchall()


@pytest.fixture(scope="module")
def operator(
    postgres: Postgres, territory_template: str, keycloak: Keycloak, place: Place
) -> Iterator[Operator]:
    """Over a database with the territory alone, and a Keycloak."""
    name = cloned(postgres, territory_template)
    parts = settings_for(keycloak, BASE_URL)
    yield Operator(
        {
            "PATH": os.environ["PATH"],
            "PARVIS_SETTINGS_FILE": f"{os.devnull}/none",
            "PARVIS_DATABASE_URL": postgres.login_url(name),
            "PARVIS_BASE_URL": BASE_URL,
            "PARVIS_SECRET_KEY": place.keys["secret_key"],
            "PARVIS_OIDC_ISSUER": parts.oidc_issuer,
            "PARVIS_OIDC_CLIENT_SECRET": parts.oidc_client_secret.get_secret_value(),
            "PARVIS_KEYCLOAK_ADMIN_PASSWORD": parts.keycloak_admin_password.get_secret_value(),
            "PARVIS_KEYCLOAK_MASTER_PASSWORD": place.keys["keycloak_admin"],
        },
        postgres.superuser_url(name),
    )
    dropped(postgres, name)


@pytest.fixture(scope="module")
def on_line(operator: Operator) -> Operator:
    """Catalogue, realm and recipes, in the order of `docs/operator.md`."""
    operator.answers("catalogue", "publish")
    operator.answers("identity", "prepare", "--admin", ADMINISTRATOR)
    operator.answers("tenants", "apply", str(ROOT / "tenants"))
    return operator


class TestTheTerritory:
    def test_that_stands_already_is_left_alone(self, operator: Operator) -> None:
        done = operator.answers("territory", "load")
        assert done["communes"] > 34_000
        assert not done["changed"]

    def test_that_is_nowhere_is_told_with_its_path(self, operator: Operator) -> None:
        done = operator.types("territory", "load", "--from", "/nowhere")
        assert done.returncode == 1
        assert "/nowhere" in done.stderr
        assert done.stdout == ""


class TestTheCatalogue:
    def test_is_published_once(self, on_line: Operator) -> None:
        again = on_line.answers("catalogue", "publish")
        assert again["published"] == []
        assert again["kept"] == sum(
            on_line.rows(f"SELECT count(*) FROM {table}")[0][0]
            for table in ("procedure_version", "process_version")
        )

    def test_that_does_not_load_says_in_which_file(self, operator: Operator, tmp_path: Any) -> None:
        (tmp_path / "commune").mkdir()
        (tmp_path / "commune" / "broken.yaml").write_text("id: [", encoding="utf-8")
        done = operator.types("catalogue", "publish", PARVIS_FORMS_DIR=str(tmp_path))
        assert done.returncode == 1
        assert "broken.yaml" in done.stderr
        assert "Traceback" not in done.stderr


class TestTheRealm:
    def test_may_be_prepared_again(self, on_line: Operator, keycloak: Keycloak) -> None:
        again = on_line.answers("identity", "prepare", "--admin", ADMINISTRATOR)
        assert again == {"issuer": settings_for(keycloak, BASE_URL).oidc_issuer}

    @pytest.mark.parametrize(
        ("words", "more", "said"),
        [
            (("--admin", "nobody"), {}, "refuses nobody"),
            (("--admin", ADMINISTRATOR, "--mail-host", "relay.example"), {}, "go together"),
            (
                ("--admin", ADMINISTRATOR),
                {"PARVIS_OIDC_ISSUER": "https://id.example/realms/other"},
                "/realms/parvis",
            ),
            (
                ("--admin", ADMINISTRATOR),
                {"PARVIS_OIDC_CLIENT_SECRET": ""},
                "PARVIS_OIDC_CLIENT_SECRET",
            ),
        ],
    )
    def test_is_not_prepared_without_what_it_needs(
        self, operator: Operator, words: tuple[str, ...], more: dict[str, str], said: str
    ) -> None:
        done = operator.types("identity", "prepare", *words, **more)
        assert done.returncode == 1
        assert said in " ".join(done.stderr.split())
        assert "Traceback" not in done.stderr


class TestAnAgent:
    async def test_gets_an_account_once_and_each_right_once(
        self, on_line: Operator, keycloak: Keycloak
    ) -> None:
        made = on_line.answers("agents", "enrol", GIEN, *LUCIE, *POST)
        assert made["username"] == "lucie.garnier@gien.example"
        assert made["one_time_code"].startswith("otpauth://totp/Parvis%3Alucie")
        again = on_line.answers("agents", "enrol", GIEN, *LUCIE, *POST)
        assert again == {"agent": made["agent"], "username": made["username"], "made": False}
        rights = on_line.rows(
            "SELECT role, team_id, quality FROM membership JOIN agent ON agent.id = agent_id "
            "WHERE email = 'lucie.garnier@gien.example'"
        )
        assert rights == [("instructor", None, "Instructrice")]
        account = realm_of(keycloak).get_users({"username": made["username"]})[0]
        assert account["requiredActions"] == ["UPDATE_PASSWORD"]
        members = realm_of(keycloak).get_user_organizations(account["id"])
        assert [member["alias"] for member in members] == [GIEN]

    def test_may_be_of_one_team(self, on_line: Operator) -> None:
        ((team, team_id),) = on_line.rows(
            "SELECT team.name, team.id FROM team JOIN tenant ON tenant.id = tenant_id "
            f"WHERE siren = '{GIEN}' ORDER BY team.name LIMIT 1"
        )
        marc = ("marc@gien.example", "--given", "Marc", "--family", "Thibault")
        on_line.answers("agents", "enrol", GIEN, *marc, *POST, "--team", team)
        rights = on_line.rows(
            "SELECT team_id FROM membership JOIN agent ON agent.id = agent_id "
            "WHERE email = 'marc@gien.example'"
        )
        assert rights == [(team_id,)]

    @pytest.mark.parametrize(
        ("words", "status", "said"),
        [
            (("214500001", *LUCIE, *POST), 1, "214500001"),
            ((GIEN, *LUCIE, *POST, "--team", "nulle-part"), 1, "nulle-part"),
            ((GIEN, "lucie", *LUCIE[1:], *POST), 1, "not an address"),
            ((GIEN, *LUCIE, *POST, "--since", "hier"), 1, "YYYY-MM-DD"),
            ((GIEN, *LUCIE, "--role", "mayor", "--quality", "x"), 2, "mayor"),
        ],
    )
    def test_is_refused_with_a_reason_and_nothing_is_made(
        self, on_line: Operator, words: tuple[str, ...], status: int, said: str
    ) -> None:
        before = on_line.rows("SELECT count(*) FROM membership")
        done = on_line.types("agents", "enrol", *words)
        assert done.returncode == status
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert on_line.rows("SELECT count(*) FROM membership") == before

    def test_loses_every_right_she_had_and_keeps_her_account(self, on_line: Operator) -> None:
        jeanne = ("jeanne@gien.example", "--given", "Jeanne", "--family", "Morel")
        on_line.answers("agents", "enrol", GIEN, *jeanne, *POST)
        leaving = ("agents", "withdraw", GIEN, "Jeanne@gien.example", "--until", "2027-01-01")
        assert on_line.answers(*leaving) == {"ended": 1, "until": "2027-01-01"}
        assert on_line.answers(*leaving) == {"ended": 0, "until": "2027-01-01"}
        ends = on_line.rows(
            "SELECT until::text FROM membership JOIN agent ON agent.id = agent_id "
            "WHERE email = 'jeanne@gien.example'"
        )
        assert ends == [("2027-01-01",)]

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("214500001", "jeanne@gien.example"), "214500001"),
            ((GIEN, "nobody@gien.example"), "nobody@gien.example"),
            ((GIEN, "jeanne"), "not an address"),
            ((GIEN, "jeanne@gien.example", "--until", "demain"), "YYYY-MM-DD"),
        ],
    )
    def test_loses_nothing_by_a_mistake(
        self, on_line: Operator, words: tuple[str, ...], said: str
    ) -> None:
        done = on_line.types("agents", "withdraw", *words)
        assert done.returncode == 1
        assert said in done.stderr

    def test_may_administer_the_platform(self, on_line: Operator) -> None:
        ariane = ("ariane@parvis.example", "--given", "Ariane", "--family", "Delorme")
        done = on_line.answers("agents", "appoint", *ariane)
        again = on_line.answers("agents", "appoint", *ariane)
        assert (done["made"], again["made"]) == (True, False)
        assert on_line.rows("SELECT agent_id::text FROM platform_admin") == [(done["agent"],)]


def realm_of(keycloak: Keycloak) -> KeycloakAdmin:
    return Directory.from_settings(settings_for(keycloak, BASE_URL))._admin()
