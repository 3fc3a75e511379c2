"""A grant revoked because it was unlawful: when, by whom, after what (CRPA L242-1, L121-1)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.processes.catalogue import load_processes
from services.processes.contracts import CaseView, Role
from services.processes.errors import GuardFailed, NotInThisState, WrongRole
from services.processes.step import step
from tests.rules.processes.cases import AT, case, command

PROCESSES = load_processes()
GRANTED = {"permit": "decided_granted", "request": "done"}
EVERY = pytest.mark.parametrize("name", GRANTED)
# The tests are on 10 March 2026.
GRANTED_ON, UNTIL = date(2026, 1, 5), date(2026, 5, 5)
GIVEN: dict[str, Any] = {
    "invited_on": date(2026, 3, 2),
    "observations": "",
    "law_reasons": "Arrêté du 15 janvier 2007.",
    "fact_reasons": "Le passage est trop étroit.",
}


def granted(name: str, **how: Any) -> CaseView:
    """A grant notified on 5 January, revocable until 5 May."""
    view = case(GRANTED[name], proposed_sense="grant", decided=True)
    return replace(view, **{"granted_on": GRANTED_ON, "revocable_until": UNTIL} | how)


def revoke(name: str, view: CaseView, role: Role = "signatory", **given: Any) -> Any:
    fields = {name: value for name, value in (GIVEN | given).items() if value is not None}
    return step(PROCESSES[name], view, command("revoke_grant", role, **fields), at=AT)


@EVERY
class TestRevoking:
    def test_is_notified_on_the_portal_to_who_agreed(self, name: str) -> None:
        done = revoke(name, granted(name))
        assert done.to_state == "grant_withdrawn"
        assert done.fact == "decision_notified"
        assert done.effects == ("revocation_letter", "notice_mail")

    def test_waits_for_its_letter_to_be_presented_by_post(self, name: str) -> None:
        done = revoke(name, granted(name, electronic=False))
        assert (done.to_state, done.fact, done.reopens) == ("revocation_to_notify", None, True)
        assert done.effects == ("revocation_letter",)
        view = replace(granted(name, electronic=False), state="revocation_to_notify")
        presented = command(
            "record_notification",
            "supervisor",
            notified_on=date(2026, 3, 10),
            means="registered_letter",
        )
        told = step(PROCESSES[name], view, presented, at=AT)
        assert (told.to_state, told.fact, told.closes) == (
            "grant_withdrawn",
            "decision_notified",
            True,
        )

    @pytest.mark.parametrize(
        ("given", "guard", "article"),
        [
            ({"invited_on": None}, "not_heard", "CRPA L121-1"),
            ({"invited_on": date(2026, 3, 10)}, "heard_too_late", "CRPA L122-1"),
            ({"invited_on": date(2026, 3, 11)}, "heard_too_late", "CRPA L122-1"),
            ({"invited_on": date(2026, 1, 4)}, "heard_before_granted", None),
            ({"law_reasons": ""}, "reasons_in_law", "CRPA L211-2, L211-5"),
            ({"fact_reasons": ""}, "reasons_in_fact", "CRPA L211-2, L211-5"),
        ],
    )
    def test_is_refused(
        self, name: str, given: dict[str, Any], guard: str, article: str | None
    ) -> None:
        with pytest.raises(GuardFailed) as no:
            revoke(name, granted(name), **given)
        assert (no.value.guard, no.value.article) == (guard, article)

    @pytest.mark.parametrize("until", [date(2026, 3, 9), None])
    def test_is_refused_once_the_four_months_are_over(self, name: str, until: date | None) -> None:
        with pytest.raises(GuardFailed) as no:
            revoke(name, granted(name, revocable_until=until))
        assert (no.value.guard, no.value.article) == ("revoked_too_late", "CRPA L242-1")

    def test_is_possible_on_the_last_day(self, name: str) -> None:
        assert revoke(name, granted(name, revocable_until=date(2026, 3, 10)))

    def test_is_for_who_may_sign(self, name: str) -> None:
        with pytest.raises(WrongRole):
            revoke(name, granted(name), "instructor")

    @pytest.mark.parametrize("state", ["in_review", "tacitly_granted", "grant_withdrawn"])
    def test_is_for_an_express_grant_that_stands(self, name: str, state: str) -> None:
        with pytest.raises(NotInThisState):
            revoke(name, replace(granted(name), state=state))
