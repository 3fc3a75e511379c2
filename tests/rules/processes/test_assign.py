"""A case given to a colleague: by who holds it or a supervisor, to somebody else."""

import pytest

from services.processes.catalogue import load_processes
from services.processes.contracts import Role
from services.processes.errors import BadField, GuardFailed, NotInThisState, WrongRole
from services.processes.step import step
from tests.rules.processes.cases import AT, CLAIRE, MARC, case, command

PROCESSES = load_processes()


@pytest.mark.parametrize("name", PROCESSES)
class TestGiving:
    def test_is_for_who_holds_it_and_changes_no_stage(self, name: str) -> None:
        given = command("assign", "instructor", CLAIRE, to=str(MARC))
        done = step(PROCESSES[name], case("filed", assignee=CLAIRE), given, at=AT)
        assert (done.from_state, done.to_state, done.effects) == ("filed", "filed", ())

    def test_is_for_a_supervisor_whoever_holds_it(self, name: str) -> None:
        for assignee in (None, MARC):
            given = command("assign", "supervisor", CLAIRE, to=str(CLAIRE))
            assert step(PROCESSES[name], case("in_review", assignee=assignee), given, at=AT)

    @pytest.mark.parametrize("assignee", [None, MARC])
    def test_is_not_for_another_instructor(self, name: str, assignee: object) -> None:
        given = command("assign", "instructor", CLAIRE, to=str(MARC))
        with pytest.raises(GuardFailed) as no:
            step(PROCESSES[name], case("in_review", assignee=assignee), given, at=AT)  # type: ignore[arg-type]
        assert no.value.guard == "not_yours"

    def test_is_not_to_who_holds_it_already(self, name: str) -> None:
        given = command("assign", "supervisor", CLAIRE, to=str(MARC))
        with pytest.raises(GuardFailed) as no:
            step(PROCESSES[name], case("in_review", assignee=MARC), given, at=AT)
        assert no.value.guard == "already_theirs"

    def test_wants_somebody(self, name: str) -> None:
        with pytest.raises(BadField):
            step(
                PROCESSES[name],
                case("in_review", assignee=CLAIRE),
                command("assign", "instructor", CLAIRE, to=""),
                at=AT,
            )

    @pytest.mark.parametrize("role", ["signatory", "person"])
    def test_is_not_for_who_does_not_review(self, name: str, role: Role) -> None:
        with pytest.raises(WrongRole):
            step(PROCESSES[name], case("in_review"), command("assign", role, to=str(MARC)), at=AT)

    def test_is_over_once_the_case_is_closed(self, name: str) -> None:
        given = command("assign", "supervisor", CLAIRE, to=str(MARC))
        with pytest.raises(NotInThisState):
            step(PROCESSES[name], case("withdrawn"), given, at=AT)
