"""The story of a request in the resident's words."""

from collections.abc import Iterable

from services.foundation.i18n import Text
from services.processes.contracts import Past, Process, PublicStep


def public_timeline(process: Process, acts: Iterable[Past]) -> tuple[PublicStep, ...]:
    """The acts that the resident is told, in their order, with where each one led.

    An act of an older version that `process` does not know is left out: pass the version that the
    case stands on.
    """
    steps = (_public_step(process, act) for act in acts)
    return tuple(step for step in steps if step is not None)


def _public_step(process: Process, act: Past) -> PublicStep | None:
    state = process.states.get(act.to_state)
    told = _told(process, act)
    if state is None or told is None:
        return None
    return PublicStep(act.action, act.at, told, state.public, state.next_actor)


def _told(process: Process, act: Past) -> Text | None:
    action = process.actions.get(act.action)
    if action is None:
        return None
    for move in action.moves:
        if act.from_state in move.from_states and (move.to or act.from_state) == act.to_state:
            return move.told or action.told
    return action.told
