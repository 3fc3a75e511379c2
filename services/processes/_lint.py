"""What a process must be before it may be used: each complaint names the file and the line."""

import re
from collections.abc import Iterable
from typing import get_args

from services.foundation.definitions import Block
from services.foundation.expressions import ExpressionError
from services.law.contracts import What
from services.processes._conditions import attempt
from services.processes._reading import STAY, words
from services.processes.contracts import Action, Move, Process, Timer

FACTS = frozenset(get_args(What))
"""The facts of law that an action may produce."""

EFFECTS = frozenset(
    {
        "receipt",
        "pieces_request",
        "delay_extension",
        "decision_letter",
        "delivery",
        "handed_over_letter",
        "notice_mail",
        "reasons_letter",
        "revocation_letter",
        "tacit_certificate",
        "transmission",
    }
)
"""What an action may owe: letters, notices, a case handed over."""

RULES = frozenset({"silence", "receipt_due", "registration_receipt_due", "pieces_limit", "appeal"})
"""The dates that `services/law` computes and a timer may be named after."""

_DURATION = re.compile(r"P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?")
_KEYWORDS = frozenset({"nothing", "open", "any"})


def check(process: Process, block: Block) -> None:
    """Raises DefinitionError for the first fault found."""
    if not process.states:
        raise block.error("a process has states", key="states")
    if process.version < 1:
        raise block.error("versions begin at 1", key="version")
    actions = block.block("actions")
    for action in process.actions.values():
        _check_action(process, action, actions.block(action.id))
    _check_opening(process, actions)
    _check_states(process, block.block("states"))
    timers = block.maybe_block("timers")
    for timer in process.timers:
        if timers is not None:
            _check_timer(process, timer, timers.block(timer.id))


def _check_action(process: Process, action: Action, block: Block) -> None:
    if not action.by:
        raise block.error(f"nobody can take `{action.id}`: say who, in `by`", key="by")
    for move in block.blocks("moves") or (block,):
        origin = move if move.has("from") else block
        _check_states_named(process, words(origin, "from"), origin, "from")
        if (target := move.string("to")) != STAY and target not in process.states:
            raise move.error(f"`{target}` is no state of this process", key="to")
    _check_conditions(action, block)
    _check_fields(action, block)
    for what in [action.fact.what] if action.fact else []:
        _check_known("fact", what, FACTS, block)
    for effect in action.effects:
        _check_known("effects", effect.what, EFFECTS, block)


def _check_states_named(process: Process, names: tuple[str, ...], block: Block, key: str) -> None:
    if not names:
        raise block.error(f"`{key}` names no state", key=key)
    for name in names:
        if name not in process.states and not (name in _KEYWORDS and len(names) == 1):
            raise block.error(f"`{name}` is no state of this process", key=key)


def _check_conditions(action: Action, block: Block) -> None:
    for move, written in zip(action.moves, block.blocks("moves"), strict=False):
        _try(move.when, action, written, "when")
    for ask, written in zip(action.asks, block.blocks("asks"), strict=True):
        _try(ask.when, action, written, "when")
    for guard, written in zip(action.guards, block.blocks("guards"), strict=True):
        _try(guard.must, action, written, "must")
    _try(action.fact.when if action.fact else None, action, block, "fact")
    for effect in action.effects:
        _try(effect.when, action, block, "effects")


def _try(source: str | None, action: Action, block: Block, key: str) -> None:
    if source is None:
        return
    try:
        attempt(source, action.asks)
    except ExpressionError as error:
        raise block.error(str(error), key=key) from error


def _check_fields(action: Action, block: Block) -> None:
    names = [ask.name for ask in action.asks]
    for ask, written in zip(action.asks, block.blocks("asks"), strict=True):
        if names.count(ask.name) > 1:
            raise written.error(f"`{ask.name}` is asked twice", key="name")
        if (ask.kind == "choice") != bool(ask.choices):
            raise written.error("`choices` go with the kind `choice`, and with it only")
    for guard, written in zip(action.guards, block.blocks("guards"), strict=True):
        if guard.field is not None and guard.field not in names:
            raise written.error(f"`{guard.field}` is not asked for here", key="field")
    ids = [guard.id for guard in action.guards]
    if len(set(ids)) < len(ids):
        raise block.error("two guards have the same id", key="guards")


def _check_known(key: str, what: str, known: frozenset[str], block: Block) -> None:
    if what not in known:
        raise block.error(f"`{what}` is unknown: one of {', '.join(sorted(known))}", key=key)


def _check_opening(process: Process, actions: Block) -> None:
    opening = [action for action in process.actions.values() if action.opens]
    if len(opening) != 1:
        raise actions.error("exactly one action starts `from: nothing`")
    if any(move.to is None for move in opening[0].moves):
        raise actions.error("filing leads to a state", key=opening[0].id)


def _check_states(process: Process, states: Block) -> None:
    reached = reachable(process)
    for state in process.states.values():
        if state.id not in reached:
            raise states.error(f"no action leads to `{state.id}`", key=state.id)
        if not state.final and not _exits(process, state.id):
            raise states.error(f"`{state.id}` has no way out and is not final", key=state.id)
        if state.final != (state.next_actor == "nobody"):
            raise states.error(
                f"`{state.id}`: nobody acts next in a final state, somebody in the others",
                key=state.id,
            )


def reachable(process: Process) -> frozenset[str]:
    """The states that some sequence of actions leads to, from nothing."""
    reached: set[str | None] = {None}
    while True:
        found = {
            move.to
            for move in _moves(process.actions.values())
            if move.to is not None and reached & set(move.from_states)
        }
        if found <= reached:
            return frozenset(state for state in reached if state is not None)
        reached |= found


def _moves(actions: Iterable[Action]) -> Iterable[Move]:
    return (move for action in actions for move in action.moves)


def _exits(process: Process, state: str) -> bool:
    return any(
        state in move.from_states and move.to not in (None, state)
        for move in _moves(process.actions.values())
    )


def _check_timer(process: Process, timer: Timer, block: Block) -> None:
    if (timer.rule is None) == (timer.after is None):
        raise block.error("a timer has a rule of law, or a duration: one of `rule` and `after`")
    if timer.rule is not None:
        _check_known("rule", timer.rule, RULES, block)
    if timer.after is not None and not _DURATION.fullmatch(timer.after):
        raise block.error("`after` is an ISO 8601 duration, for instance P15D", key="after")
    _check_states_named(process, words(block, "in"), block, "in")
    for effect in timer.effects:
        _check_known("effects", effect, EFFECTS, block)
    if timer.action is None and not timer.effects:
        raise block.error("a timer leads to an action or to effects")
    if timer.action is not None:
        _check_timed_action(process, timer, block)


def _check_timed_action(process: Process, timer: Timer, block: Block) -> None:
    action = process.actions.get(timer.action or "")
    if action is None:
        raise block.error(f"`{timer.action}` is no action of this process", key="action")
    if not action.by & {"law", "system"}:
        raise block.error(f"`{action.id}` is for people: no timer can take it", key="action")
    for state in timer.in_states:
        if not action.leaves(state):
            raise block.error(f"`{action.id}` cannot start from `{state}`", key="in")
