"""The transition function: what an action does to a request, or why it may not be done."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from services.foundation.i18n import Text
from services.processes._conditions import Scope, holds, reads_command, scope_of
from services.processes.contracts import (
    Action,
    Ask,
    CaseView,
    Command,
    FieldValue,
    Guard,
    Happened,
    Move,
    Owed,
    Possible,
    Process,
    Role,
)
from services.processes.errors import (
    BadField,
    GuardFailed,
    NotInThisState,
    ProcessRefusal,
    UnknownAction,
    WrongRole,
)


def step(process: Process, view: CaseView, command: Command, *, at: datetime) -> Happened:
    """What `command` brings about; nothing is stored, and `view` is left as it is.

    Raises UnknownAction, WrongRole, NotInThisState, BadField or GuardFailed, in that order of
    questions: is there such an action, is it yours, is it time, is it complete, is it allowed.
    """
    action = process.actions.get(command.action)
    if action is None:
        raise UnknownAction(command.action)
    if not action.by & command.roles:
        raise WrongRole(action.id)
    if not action.leaves(view.state):
        raise _too_early_or_late(process, view, command)
    scope = scope_of(action, view, command, at)
    _check_fields(action, command, scope)
    for guard in action.guards:
        if not holds(guard.must, scope):
            raise GuardFailed(action.id, guard)
    move = _fitting(action, view, scope)
    if move is None:
        raise _too_early_or_late(process, view, command)
    before, after = view.state, move.to or view.state
    if after is None:
        raise AssertionError(f"{process.id}: {action.id} files a request and gives it no state")
    was_final = before is not None and process.states[before].final
    is_final = process.states[after].final
    owed = _owed((action.fact,) if action.fact else (), scope)
    return Happened(
        action=action.id,
        from_state=before,
        to_state=after,
        fact=owed[0] if owed else None,
        effects=_owed(action.effects, scope),
        asks=MappingProxyType(dict(command.fields)),
        closes=is_final and not was_final,
        reopens=was_final and not is_final,
        at=at,
    )


def possible_actions(
    process: Process,
    view: CaseView,
    roles: Iterable[Role],
    *,
    by: UUID | None = None,
    at: datetime,
) -> tuple[Possible, ...]:
    """The actions open to `roles` where the case stands, in the order of the definition.

    Conditions that depend on what will be filled in are left for `step`; the others tell whether
    the action is blocked, and by which sentence.
    """
    held = frozenset(roles)
    open_to = (
        action
        for action in process.actions.values()
        if action.by & held and action.leaves(view.state)
    )
    return tuple(_possible(action, view, Command(action.id, held, by), at) for action in open_to)


def _possible(action: Action, view: CaseView, command: Command, at: datetime) -> Possible:
    scope = scope_of(action, view, command, at)
    return Possible(action, blocked=next(_blocking(action.guards, scope), None))


def _blocking(guards: Iterable[Guard], scope: Scope) -> Iterator[Text]:
    for guard in guards:
        if not reads_command(guard.must) and not holds(guard.must, scope):
            yield guard.say


def _too_early_or_late(process: Process, view: CaseView, command: Command) -> ProcessRefusal:
    state = process.states.get(view.state) if view.state is not None else None
    return NotInThisState(command.action, state, told_to_person="person" in command.roles)


def _fitting(action: Action, view: CaseView, scope: Scope) -> Move | None:
    for move in action.moves:
        if view.state in move.from_states and holds(move.when, scope):
            return move
    return None


def _check_fields(action: Action, command: Command, scope: Scope) -> None:
    asked = {ask.name: ask for ask in action.asks}
    for name in command.fields:
        if name not in asked:
            raise BadField(action.id, name, "unknown")
    for ask in action.asks:
        value = command.fields.get(ask.name)
        if value is not None and not _is_of_kind(ask, value):
            raise BadField(action.id, ask.name, "wrong_kind", ask.label)
        if _is_empty(value) and ask.required and holds(ask.when, scope):
            raise BadField(action.id, ask.name, "missing", ask.label)


def _is_empty(value: FieldValue | None) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def _is_of_kind(ask: Ask, value: FieldValue) -> bool:
    if ask.kind == "choice":
        return value == "" or value in dict(ask.choices)
    if ask.kind == "date":
        return type(value) is date
    if ask.kind == "yes_no":
        return isinstance(value, bool)
    if ask.kind == "pieces":
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    return isinstance(value, str)


def _owed(rules: Iterable[Owed], scope: Scope) -> tuple[str, ...]:
    return tuple(rule.what for rule in rules if holds(rule.when, scope))
