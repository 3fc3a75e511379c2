"""A recipe is planned, applied, applied again, edited and applied once more."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Operator, Public
from services.identity.actions.enrol_agent import enrol_agent
from services.identity.contracts import MembershipOrder
from services.identity.directory import Directory
from services.identity.people import teams_of
from services.onboarding.actions.apply_plan import apply_plan
from services.onboarding.actions.plan_recipes import plan_recipes
from services.onboarding.contracts import Change
from services.onboarding.errors import CannotApply, PlanOutdated
from services.onboarding.showing import applied_as_json, plan_as_json
from services.procedures.queries import adopted_by
from services.standalone.keycloak import Keycloak
from services.tenants.contracts import Tenant
from services.tenants.queries import moved_to, records, tenant_by_slug, tenants
from services.tenants.recipes import load_recipes
from tests.rooms.identity.conftest import BASE_URL, settings_for
from tests.rooms.onboarding.conftest import AT, applied, edit, planned


async def _tenant(database: Database, slug: str) -> Tenant:
    async with database.transaction(Public()) as tx:
        found = await tenant_by_slug(tx, slug)
    assert found is not None
    return found


def _lines(changes: tuple[Change, ...]) -> set[tuple[str, str, str, str | None]]:
    return {(change.kind, change.subject, change.name, change.field) for change in changes}


class TestAFirstPlan:
    async def test_adds_everything_and_writes_nothing(
        self, deployment: Database, recipes: Path
    ) -> None:
        plan = await planned(deployment, recipes)

        assert plan.obstacles == ()
        assert {change.kind for change in plan.changes} == {"added"}
        gien = next(tenant for tenant in plan.tenants if tenant.slug == "gien")
        assert _lines(gien.changes) == {
            ("added", "collectivity", "Ville de Gien", None),
            ("added", "team", "etat-civil", None),
            ("added", "team", "urbanisme", None),
            ("added", "team", "domaine-public", None),
            ("added", "procedure", "commune/acte-etat-civil", None),
            ("added", "procedure", "commune/declaration-prealable", None),
            ("added", "procedure", "commune/permis-construire-maison", None),
            ("added", "procedure", "commune/debit-boissons-temporaire", None),
            ("added", "procedure", "commune/occupation-domaine-public", None),
        }
        async with deployment.transaction(Public()) as tx:
            assert await tenants(tx) == ()

    async def test_is_plain_data(self, deployment: Database, recipes: Path) -> None:
        told = plan_as_json(await planned(deployment, recipes))

        assert json.loads(json.dumps(told)) == told
        assert told["summary"] == {"added": told["changes"], "changed": 0, "removed": 0}
        assert told["identity_provider"] == "not_asked"


class TestApplying:
    async def test_puts_three_collectivities_on_line(
        self, deployment: Database, unreachable: Directory, recipes: Path
    ) -> None:
        done = await applied(deployment, unreachable, recipes)

        async with deployment.transaction(Public()) as tx:
            on_board = await tenants(tx)
            offered = await adopted_by(
                tx, tenant_ids=[tenant.id for tenant in on_board], on=date(2026, 11, 23)
            )
        assert {tenant.siren for tenant in on_board} == {"214501553", "244500211", "224500017"}
        assert all(tenant.state == "active" for tenant in on_board)
        assert sorted(each.procedure.id for each in offered) == [
            "commune/acte-etat-civil",
            "commune/debit-boissons-temporaire",
            "commune/declaration-prealable",
            "commune/occupation-domaine-public",
            "commune/permis-construire-maison",
            "departement/permission-voirie",
            "epci/bac-composteur",
        ]
        assert json.dumps(applied_as_json(done))

    async def test_twice_changes_nothing(
        self, deployment: Database, unreachable: Directory, recipes: Path
    ) -> None:
        await applied(deployment, unreachable, recipes)

        again = await applied(deployment, unreachable, recipes, at=AT + timedelta(days=400))

        assert again.plan.changes == ()
        assert again.plan.is_empty

    async def test_without_keycloak_keeps_the_database_whole_and_says_what_waits(
        self, deployment: Database, unreachable: Directory, recipes: Path
    ) -> None:
        plan = await plan_recipes(deployment, unreachable, recipes=load_recipes(recipes), at=AT)

        done = await apply_plan(deployment, unreachable, plan=plan, by=THE_SYSTEM, at=AT)

        assert plan.identity_provider == "unreachable"
        assert set(done.waiting) == {"214501553", "244500211", "224500017"}
        assert await _tenant(deployment, "gien")

    async def test_a_plan_that_somebody_overtook_is_refused(
        self, deployment: Database, unreachable: Directory, recipes: Path
    ) -> None:
        first = await planned(deployment, recipes)
        await applied(deployment, unreachable, recipes)

        with pytest.raises(PlanOutdated):
            await apply_plan(deployment, unreachable, plan=first, by=THE_SYSTEM, at=AT)


class TestKeycloak:
    async def test_gets_an_organization_for_each_collectivity(
        self, deployment: Database, keycloak: Keycloak, recipes: Path
    ) -> None:
        keycloak.prepare_realm(base_url=BASE_URL)
        directory = Directory.from_settings(settings_for(keycloak, BASE_URL))
        plan = await plan_recipes(deployment, directory, recipes=load_recipes(recipes), at=AT)
        await apply_plan(deployment, directory, plan=plan, by=THE_SYSTEM, at=AT)

        again = await plan_recipes(deployment, directory, recipes=load_recipes(recipes), at=AT)

        assert again.identity_provider == "reachable"
        assert again.is_empty
        assert (await directory.organizations())["214501553"] == "Ville de Gien"


class TestAnEditedRecipe:
    @pytest.fixture
    async def square(self, deployment: Database, unreachable: Directory, recipes: Path) -> Database:
        await applied(deployment, unreachable, recipes)
        return deployment

    async def test_shows_each_change_with_what_stands(
        self, square: Database, recipes: Path
    ) -> None:
        gien = recipes / "gien.yaml"
        edit(gien, "#1f3f94", "#8a2550")
        edit(gien, "label: État civil", "label: État civil et élections")
        edit(gien, "notice_days: 15", "notice_days: 21")

        plan = await planned(square, recipes)

        assert set(plan.changes) == {
            Change("changed", "collectivity", "Ville de Gien", "brand.color", "#1f3f94", "#8a2550"),
            Change(
                "changed",
                "team",
                "etat-civil",
                "label",
                "État civil",
                "État civil et élections",
            ),
            Change(
                "changed",
                "procedure",
                "commune/occupation-domaine-public",
                "options.notice_days",
                15,
                21,
            ),
        }

    async def test_takes_effect(
        self, square: Database, unreachable: Directory, recipes: Path
    ) -> None:
        edit(recipes / "gien.yaml", "#1f3f94", "#8a2550")
        edit(recipes / "gien.yaml", "notice_days: 15", "notice_days: 21")

        await applied(square, unreachable, recipes)

        tenant = await _tenant(square, "gien")
        assert tenant.brand.color == "#8a2550"
        async with square.transaction(Public()) as tx:
            offered = await adopted_by(tx, tenant_ids=[tenant.id], on=date(2026, 11, 23))
        options = {each.procedure.id: each.adoption.options for each in offered}
        assert options["commune/occupation-domaine-public"]["notice_days"] == 21
        assert (await planned(square, recipes)).is_empty

    async def test_shows_and_keeps_other_days_to_warn(
        self, square: Database, unreachable: Directory, recipes: Path
    ) -> None:
        edit(recipes / "gien.yaml", "agent: [10, 3]", "agent: []")

        done = await applied(square, unreachable, recipes)

        assert done.plan.changes == (
            Change("changed", "collectivity", "Ville de Gien", "warnings.agent", [10, 3], []),
        )
        tenant = await _tenant(square, "gien")
        assert (tenant.warnings.agent, tenant.warnings.supervisor) == ((), (3,))
        assert (await planned(square, recipes)).is_empty

    async def test_of_before_the_days_to_warn_stands_on_those_of_the_house(
        self, square: Database, recipes: Path
    ) -> None:
        async with square.transaction(Operator()) as tx:
            await tx.execute(text("UPDATE tenant SET warnings = NULL"))

        assert (await planned(square, recipes)).changes == ()

    async def test_that_drops_a_procedure_offers_it_no_longer(
        self, square: Database, unreachable: Directory, recipes: Path
    ) -> None:
        ccg = recipes / "ccg.yaml"
        start = ccg.read_text(encoding="utf-8").index("procedures:")
        ccg.write_text(
            ccg.read_text(encoding="utf-8")[:start] + "procedures: []\nagreements: []\n",
            encoding="utf-8",
        )

        done = await applied(square, unreachable, recipes)

        assert _lines(done.plan.changes) == {("removed", "procedure", "epci/bac-composteur", None)}
        tenant = await _tenant(square, "cc-giennoises")
        async with square.transaction(Public()) as tx:
            offered = await adopted_by(tx, tenant_ids=[tenant.id], on=date(2026, 11, 23))
        assert offered == ()
        assert (await planned(square, recipes)).is_empty

    async def test_that_moves_keeps_its_old_addresses(
        self, square: Database, unreachable: Directory, recipes: Path
    ) -> None:
        edit(recipes / "gien.yaml", "slug: gien", "slug: ville-de-gien")
        await applied(square, unreachable, recipes)

        async with square.transaction(Public()) as tx:
            assert await moved_to(tx, "gien") == "ville-de-gien"
            assert await moved_to(tx, "ville-de-gien") is None
        edit(recipes / "gien.yaml", "slug: ville-de-gien", "slug: gien")
        await applied(square, unreachable, recipes)
        async with square.transaction(Public()) as tx:
            assert await moved_to(tx, "gien") is None
            assert await moved_to(tx, "ville-de-gien") == "gien"

    async def test_with_an_agreement_shows_its_act(
        self, square: Database, unreachable: Directory, recipes: Path
    ) -> None:
        edit(
            recipes / "gien.yaml",
            "agreements: []",
            'agreements:\n  - partner: "244500211"\n    kind: instruction\n'
            "    since: 2026-01-01\n    act: Délibération 2025-112\n",
        )

        done = await applied(square, unreachable, recipes)

        assert _lines(done.plan.changes) == {("added", "agreement", "instruction", None)}
        assert (await planned(square, recipes)).is_empty
        edit(recipes / "gien.yaml", "2025-112", "2026-003")
        assert _lines((await planned(square, recipes)).changes) == {
            ("added", "agreement", "instruction", None),
            ("removed", "agreement", "instruction", None),
        }

    async def test_adds_and_removes_teams_but_keeps_those_that_people_are_in(
        self, square: Database, unreachable: Directory, recipes: Path
    ) -> None:
        team = "  - name: cimetieres\n    label: Cimetières\n    roles: [instructor]\n"
        edit(recipes / "gien.yaml", "\nprocedures:", f"{team}\nprocedures:")
        await applied(square, unreachable, recipes)
        tenant = await _tenant(square, "gien")
        edit(recipes / "gien.yaml", team, "")
        assert _lines((await planned(square, recipes)).changes) == {
            ("removed", "team", "cimetieres", None)
        }

        await _enrol_in(square, tenant, "cimetieres")

        assert (await planned(square, recipes)).is_empty

    async def test_removes_an_empty_team(
        self, square: Database, unreachable: Directory, recipes: Path
    ) -> None:
        team = "  - name: cimetieres\n    label: Cimetières\n    roles: [instructor]\n"
        edit(recipes / "gien.yaml", "\nprocedures:", f"{team}\nprocedures:")
        await applied(square, unreachable, recipes)
        edit(recipes / "gien.yaml", team, "")

        await applied(square, unreachable, recipes)

        tenant = await _tenant(square, "gien")
        async with square.transaction(Operator()) as tx:
            names = {team.name for team in await teams_of(tx, tenant.id)}
        assert names == {"etat-civil", "urbanisme", "domaine-public"}

    async def test_without_visible_change_is_still_noted(
        self, square: Database, unreachable: Directory, recipes: Path
    ) -> None:
        async with square.transaction(Operator()) as tx:
            before = {r.tenant.slug: r.recipe_digest for r in await records(tx)}
        edit(recipes / "gien.yaml", "[instructor, supervisor]", "[instructor]")

        done = await applied(square, unreachable, recipes)

        async with square.transaction(Operator()) as tx:
            after = {r.tenant.slug: r.recipe_digest for r in await records(tx)}
        assert done.plan.changes == ()
        assert {slug for slug in after if after[slug] != before[slug]} == {"gien"}


class TestAnObstacle:
    @pytest.mark.parametrize(
        ("old", "new", "says", "at_line_of"),
        [
            ('code: "45155"', 'code: "45156"', "is known by", None),
            ('code: "45155"', 'code: "99999"', "no commune has it", None),
            ("id: commune/acte-etat-civil", "id: commune/rien", "commune/rien", "commune/rien"),
            ("notice_days: 15", "notice_days: 1", "notice_days", "notice_days: 1"),
            ("notice_days: 15", "notice_day: 15", "notice_day", "notice_day: 15"),
        ],
    )
    async def test_is_told_and_nothing_is_written(
        self,
        deployment: Database,
        unreachable: Directory,
        recipes: Path,
        old: str,
        new: str,
        says: str,
        at_line_of: str | None,
    ) -> None:
        edit(recipes / "gien.yaml", old, new)

        with pytest.raises(CannotApply) as refused:
            await applied(deployment, unreachable, recipes)

        (obstacle,) = refused.value.obstacles
        assert obstacle.file == "tenants/gien.yaml"
        assert says in obstacle.reason
        if at_line_of is not None:
            assert obstacle.line is not None
            written = (recipes / "gien.yaml").read_text(encoding="utf-8").splitlines()
            assert at_line_of in written[obstacle.line - 1]
        async with deployment.transaction(Public()) as tx:
            assert await tenants(tx) == ()

    async def test_one_bad_recipe_stops_them_all(
        self, deployment: Database, unreachable: Directory, recipes: Path
    ) -> None:
        """Even when the obstacle comes up between the plan and its application."""
        plan = await planned(deployment, recipes)
        *good, last = plan.recipes
        forged = replace(plan, recipes=(*good, replace(last, code="46")))

        with pytest.raises(CannotApply):
            await apply_plan(deployment, unreachable, plan=forged, by=THE_SYSTEM, at=AT)

        async with deployment.transaction(Public()) as tx:
            assert await tx.scalar(text("SELECT count(*) FROM tenant")) == 0

    async def test_a_slug_belongs_to_one_collectivity(
        self, deployment: Database, unreachable: Directory, recipes: Path
    ) -> None:
        await applied(deployment, unreachable, recipes)
        edit(recipes / "ccg.yaml", "slug: cc-giennoises", "slug: gien")

        plan = await plan_recipes(
            deployment, None, recipes=load_recipes(recipes / "ccg.yaml"), at=AT
        )

        assert "it is that of Ville de Gien" in plan.obstacles[0].reason


async def _enrol_in(database: Database, tenant: Tenant, team_name: str) -> None:
    async with database.transaction(Operator()) as tx:
        team = next(each for each in await teams_of(tx, tenant.id) if each.name == team_name)
        order = MembershipOrder(
            tenant_id=tenant.id,
            team_id=team.id,
            role="instructor",
            given_name="Claire",
            family_name="Rousseau",
            quality="Instructrice",
            service="Cimetières",
            since=date(2026, 1, 1),
        )
        await enrol_agent(
            tx,
            issuer="https://identity.example",
            subject="claire",
            email="claire@gien.example",
            memberships=[order],
            by=THE_SYSTEM,
            at=AT,
        )
