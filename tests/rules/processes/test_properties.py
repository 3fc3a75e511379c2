"""Whatever is asked of a process, in whatever order, it stays within its definition."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.foundation.errors import Refusal
from services.processes.catalogue import load_processes
from services.processes.contracts import (
    Action,
    Ask,
    CaseView,
    Command,
    FieldValue,
    Happened,
    Process,
    Role,
)
from services.processes.step import possible_actions, step
from tests.rules.processes.cases import AT, CLAIRE, MARC, NADIA, case

PROCESSES = load_processes()
ROLES: tuple[Role, ...] = ("person", "instructor", "signatory", "supervisor", "law", "system")
PEOPLE = (CLAIRE, MARC, NADIA, None)
DAYS = tuple(AT.date() + timedelta(days=shift) for shift in (-40, -1, 0, 1, 40))
VALUES: dict[str, tuple[FieldValue, ...]] = {
    "text": ("", "  ", "Parce que."),
    "line": ("", "  ", "Mairie de Briare"),
    "yes_no": (True, False),
    "pieces": ((), ("plan",), ("plan", "photo"), ("poem",)),
    "date": DAYS,
}


def values_for(ask: Ask) -> tuple[FieldValue, ...]:
    if ask.kind == "choice":
        return tuple(key for key, _ in ask.choices)
    return VALUES[ask.kind]


@st.composite
def commands(draw: st.DrawFn, process: Process) -> Command:
    """An action of the process, by anybody, filled in well or badly."""
    action = draw(st.sampled_from(list(process.actions.values())))
    fields = {
        ask.name: draw(st.sampled_from(values_for(ask)))
        for ask in action.asks
        if draw(st.integers(0, 9)) > 0
    }
    role = draw(st.sampled_from(sorted(action.by) * 3 + list(ROLES)))
    return Command(action.id, frozenset({role}), draw(st.sampled_from(PEOPLE)), fields)


def follow(view: CaseView, done: Happened, command: Command) -> CaseView:
    """The view after an act, as the room of cases would keep it."""
    after = replace(view, state=done.to_state)
    asked = done.asks
    if done.action == "claim":
        after = replace(after, assignee=command.by)
    if done.action == "release":
        after = replace(after, assignee=None)
    if done.action == "request_pieces":
        after = replace(after, pieces_pending=asked["pieces"], pieces_limit=asked.get("limit"))  # type: ignore[arg-type]
    if done.action == "give_pieces":
        given_now = asked["pieces"]
        assert isinstance(given_now, tuple)
        after = replace(
            after, pieces_pending=tuple(p for p in view.pieces_pending if p not in given_now)
        )
    if done.action in ("propose", "decide"):
        after = replace(after, proposed_by=command.by, proposed_sense=asked["sense"])  # type: ignore[arg-type]
        after = replace(after, decided=done.action == "decide")
    if done.action == "sign":
        after = replace(after, decided=True)
    if done.to_state in {"decided_granted", "done"}:
        after = replace(after, granted_on=DAYS[0], revocable_until=DAYS[-1])
    if done.action == "record_silence":
        born_on = asked["born_on"]
        assert isinstance(born_on, date)
        after = replace(after, tacit=asked["effect"], last_day=born_on - timedelta(days=1))  # type: ignore[arg-type]
    return after


def all_commands(action: Action) -> Iterator[Command]:
    """Every way to fill an action in with the values above."""
    for chosen in product(*(values_for(ask) for ask in action.asks)):
        fields = dict(zip((ask.name for ask in action.asks), chosen, strict=True))
        for role, by in product(sorted(action.by), PEOPLE):
            yield Command(action.id, frozenset({role}), by, fields)


def can_leave(process: Process, view: CaseView) -> bool:
    for action in process.actions.values():
        for command in all_commands(action):
            try:
                done = step(process, view, command, at=AT)
            except Refusal:
                continue
            if done.to_state != view.state:
                return True
    return False


@pytest.mark.parametrize("process", PROCESSES.values(), ids=PROCESSES)
class TestAnyStory:
    @given(data=st.data())
    @settings(max_examples=150, deadline=None)
    def test_stays_within_the_definition(self, process: Process, data: st.DataObject) -> None:
        view = case(None, electronic=data.draw(st.booleans()))
        for command in data.draw(st.lists(commands(process), max_size=25)):
            before = replace(view)
            done = outcome(process, view, command)
            if not isinstance(done, Happened):
                assert all(done)
                assert view == before
                continue
            action = process.actions[command.action]
            assert action.by & command.roles
            assert done.from_state == view.state
            assert any(
                view.state in move.from_states and (move.to or view.state) == done.to_state
                for move in action.moves
            )
            assert set(done.asks) <= {ask.name for ask in action.asks}
            assert done.closes == (
                process.states[done.to_state].final
                and not (view.state is not None and process.states[view.state].final)
            )
            view = follow(view, done, command)

    @given(data=st.data())
    @settings(max_examples=40, deadline=None)
    def test_never_ends_in_a_dead_end(self, process: Process, data: st.DataObject) -> None:
        view = case(None, electronic=data.draw(st.booleans()))
        for command in data.draw(st.lists(commands(process), min_size=3, max_size=20)):
            try:
                view = follow(view, step(process, view, command, at=AT), command)
            except Refusal:
                continue
        closed = view.state is not None and process.states[view.state].final
        assert closed or can_leave(process, view)

    @given(data=st.data())
    @settings(max_examples=60, deadline=None)
    def test_is_the_same_told_twice(self, process: Process, data: st.DataObject) -> None:
        command = data.draw(commands(process))
        view = case(data.draw(st.sampled_from([None, *process.states])))
        assert outcome(process, view, command) == outcome(process, view, command)

    @given(data=st.data())
    @settings(max_examples=60, deadline=None)
    def test_offers_what_it_then_does(self, process: Process, data: st.DataObject) -> None:
        """What is not offered to a role, or is blocked, is refused whatever is filled in."""
        command = data.draw(commands(process))
        view = case(data.draw(st.sampled_from([None, *process.states])))
        offered = possible_actions(process, view, command.roles, by=command.by, at=AT)
        free = {item.action.id for item in offered if item.blocked is None}
        if command.action not in free:
            with pytest.raises(Refusal):
                step(process, view, command, at=AT)


def outcome(process: Process, view: CaseView, command: Command) -> Happened | tuple[str, str]:
    try:
        return step(process, view, command, at=AT)
    except Refusal as refused:
        return (refused.code, refused.sentence())


@pytest.mark.parametrize("process", PROCESSES.values(), ids=PROCESSES)
def test_every_state_is_reached_by_some_story(process: Process) -> None:
    """Not by the drawing only: by acts that the conditions allow."""
    seen: set[str | None] = {None}
    for electronic in (True, False):
        frontier = [case(None, electronic=electronic)]
        known = set(frontier)
        while frontier:
            view = frontier.pop()
            seen.add(view.state)
            for action in process.actions.values():
                if not action.leaves(view.state):
                    continue
                for command in few_commands(action):
                    try:
                        done = step(process, view, command, at=AT)
                    except Refusal:
                        continue
                    after = follow(view, done, command)
                    if after not in known:
                        known.add(after)
                        frontier.append(after)
    assert seen == {None, *process.states}


GOOD_DAYS = {"limit": date(2026, 4, 10), "invited_on": DAYS[1]}


def few_commands(action: Action) -> Iterator[Command]:
    """One good way to fill an action in for each sense it may take."""
    senses = next((ask.choices for ask in action.asks if ask.kind == "choice"), (("", None),))
    for (sense, _), role, by in product(senses, sorted(action.by), (CLAIRE, MARC)):
        fields: dict[str, FieldValue] = {}
        for ask in action.asks:
            fields[ask.name] = {
                "choice": sense,
                "text": "Parce que.",
                "line": "Mairie de Briare",
                "pieces": ("plan",),
                "yes_no": True,
                "date": GOOD_DAYS.get(ask.name, AT.date()),
            }[ask.kind]
        yield Command(action.id, frozenset({role}), by, fields)
