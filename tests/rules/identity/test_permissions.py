"""Role by collectivity and team → permissions."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from services.foundation.errors import NotFound
from services.identity.contracts import Membership, Role, SignedInAgent
from services.identity.errors import NotAllowed
from services.identity.permissions import (
    in_force,
    may,
    permissions_in,
    require,
    roles_in,
    teams_in,
)

GIEN, LOIRET = uuid4(), uuid4()
TERRACES, REGISTRY = uuid4(), uuid4()


def member(role: Role, *, tenant: UUID = GIEN, team: UUID | None = None) -> Membership:
    return Membership(
        id=uuid4(),
        tenant_id=tenant,
        tenant_slug="gien",
        tenant_name="Ville de Gien",
        time_zone="Europe/Paris",
        team_id=team,
        role=role,
        given_name="Claire",
        family_name="Rousseau",
        quality="Instructrice",
        service="Domaine public",
        since=date(2026, 1, 1),
        until=None,
    )


def agent(*memberships: Membership) -> SignedInAgent:
    return SignedInAgent(
        id=uuid4(),
        email="claire@gien.example",
        memberships=memberships,
        is_platform_admin=False,
    )


class TestAnInstructor:
    def test_reads_and_instructs_in_her_collectivity_only(self) -> None:
        claire = agent(member("instructor"))

        assert permissions_in(claire, GIEN) == {"read_cases", "instruct"}
        assert permissions_in(claire, LOIRET) == frozenset()

    def test_of_a_team_does_not_touch_the_cases_of_another(self) -> None:
        claire = agent(member("instructor", team=TERRACES))

        assert may(claire, "instruct", tenant_id=GIEN, team_id=TERRACES)
        assert may(claire, "instruct", tenant_id=GIEN)
        assert not may(claire, "read_cases", tenant_id=GIEN, team_id=REGISTRY)
        assert teams_in(claire, GIEN) == {TERRACES}

    def test_of_no_team_sees_them_all(self) -> None:
        assert teams_in(agent(member("instructor")), GIEN) is None

    def test_does_not_sign(self) -> None:
        with pytest.raises(NotAllowed) as refused:
            require(agent(member("instructor")), "sign", tenant_id=GIEN)

        assert refused.value.permission == "sign"


class TestSeveralMemberships:
    def test_add_up_team_by_team(self) -> None:
        claire = agent(member("instructor", team=TERRACES), member("signatory", team=REGISTRY))

        assert roles_in(claire, GIEN, team_id=TERRACES) == {"instructor"}
        assert roles_in(claire, GIEN, team_id=REGISTRY) == {"signatory"}
        assert roles_in(claire, GIEN) == {"instructor", "signatory"}

    def test_name_her_collectivities_once(self) -> None:
        claire = agent(
            member("instructor"), member("signatory"), member("instructor", tenant=LOIRET)
        )

        assert set(claire.tenant_ids) == {GIEN, LOIRET}
        assert len(claire.tenant_ids) == 2
        assert claire.name == "Claire Rousseau"


class TestAStranger:
    def test_cannot_tell_a_collectivity_that_is_not_hers_from_none(self) -> None:
        with pytest.raises(NotFound):
            require(agent(member("instructor")), "read_cases", tenant_id=LOIRET)
        with pytest.raises(NotFound):
            require(None, "read_cases", tenant_id=GIEN)

    def test_may_nothing(self) -> None:
        assert not may(None, "read_cases", tenant_id=GIEN)

    def test_without_membership_is_called_by_her_address(self) -> None:
        assert agent().name == "claire@gien.example"


class TestARightInForce:
    @pytest.mark.parametrize(
        ("at", "zone", "holds"),
        [
            (datetime(2026, 6, 29, 21, 59, tzinfo=UTC), "Europe/Paris", False),
            (datetime(2026, 6, 29, 22, 0, tzinfo=UTC), "Europe/Paris", True),
            (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), "Europe/Paris", True),
            (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), "Europe/Paris", False),
            (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "America/Martinique", True),
        ],
    )
    def test_begins_and_ends_at_midnight_where_she_works(
        self, at: datetime, zone: str, holds: bool
    ) -> None:
        assert in_force(date(2026, 6, 30), date(2026, 7, 1), zone, at=at) is holds
