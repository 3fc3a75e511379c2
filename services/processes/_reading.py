"""From the blocks of a definition to the values of `contracts`."""

from collections.abc import Mapping
from typing import cast, get_args

from services.foundation.definitions import Block, plain
from services.foundation.i18n import Text
from services.processes.contracts import (
    Action,
    Ask,
    AskKind,
    Guard,
    Move,
    NextActor,
    Owed,
    Process,
    Role,
    State,
    Timer,
)

NOTHING, OPEN, ANY, STAY = "nothing", "open", "any", "stay"


def read(block: Block, *, digest: str) -> Process:
    """The process of a definition; raises DefinitionError for what cannot be read at all."""
    block.only("id", "version", "title", "states", "actions", "timers")
    states = {key: _state(key, item) for key, item in _named(block, "states")}
    return Process(
        id=block.string("id"),
        version=block.integer("version"),
        digest=digest,
        title=block.text("title"),
        states=states,
        actions={key: _action(key, item, states) for key, item in _named(block, "actions")},
        timers=tuple(_timer(key, item, states) for key, item in _named(block, "timers")),
        definition=cast("Mapping[str, object]", plain(block)),
    )


def words(block: Block, key: str) -> tuple[str, ...]:
    """A word, or a list of words."""
    return (block.string(key),) if isinstance(block.get(key), str) else block.strings(key)


def _named(block: Block, key: str) -> list[tuple[str, Block]]:
    inner = block.maybe_block(key)
    return [(name, inner.block(name)) for name in inner] if inner is not None else []


def _state(name: str, block: Block) -> State:
    block.only("public", "agent", "next_actor", "final", "paused", "closed_because")
    return State(
        id=name,
        public=block.text("public"),
        agent=block.text("agent"),
        next_actor=cast("NextActor", block.one_of("next_actor", get_args(NextActor))),
        final=block.boolean("final", default=False),
        paused=block.boolean("paused", default=False),
        closed_because=block.maybe_text("closed_because"),
    )


def _action(name: str, block: Block, states: Mapping[str, State]) -> Action:
    block.only("label", "told", "by", "from", "to", "moves", "asks", "guards", "fact", "effects")
    if block.has("moves") == block.has("to"):
        raise block.error("either `moves`, or `from` and `to`")
    return Action(
        id=name,
        label=block.text("label"),
        told=block.maybe_text("told"),
        by=_roles(block),
        moves=_moves(block, states),
        asks=tuple(_ask(ask) for ask in block.blocks("asks")),
        guards=tuple(_guard(guard) for guard in block.blocks("guards")),
        fact=_owed_one(block, "fact") if block.has("fact") else None,
        effects=_owed_many(block),
    )


def _roles(block: Block) -> frozenset[Role]:
    allowed = get_args(Role)
    for role in block.strings("by"):
        if role not in allowed:
            raise block.error(f"`{role}` is no role: one of {', '.join(allowed)}", key="by")
    return frozenset(cast("tuple[Role, ...]", block.strings("by")))


def _moves(block: Block, states: Mapping[str, State]) -> tuple[Move, ...]:
    """Moves share the `from` of their action unless they have their own."""
    if not block.has("moves"):
        return (Move(_origins(block, states), _target(block)),)
    return tuple(
        _move(move, _origins(move if move.has("from") else block, states))
        for move in block.blocks("moves")
    )


def _move(block: Block, origins: tuple[str | None, ...]) -> Move:
    block.only("from", "to", "when", "told")
    return Move(origins, _target(block), block.maybe_string("when"), block.maybe_text("told"))


def _target(block: Block) -> str | None:
    target = block.string("to")
    return None if target == STAY else target


def _origins(block: Block, states: Mapping[str, State]) -> tuple[str | None, ...]:
    written = words(block, "from")
    return (None,) if written == (NOTHING,) else in_states(written, states)


def in_states(written: tuple[str, ...], states: Mapping[str, State]) -> tuple[str, ...]:
    """The states meant by `open`, `any` or their own names."""
    if written == (ANY,):
        return tuple(states)
    if written == (OPEN,):
        return tuple(state.id for state in states.values() if not state.final)
    return written


def _ask(block: Block) -> Ask:
    block.only("name", "kind", "label", "help", "required", "when", "choices")
    choices = block.maybe_block("choices")
    return Ask(
        name=block.string("name"),
        kind=cast("AskKind", block.one_of("kind", get_args(AskKind))),
        label=block.text("label"),
        help=block.maybe_text("help"),
        required=block.boolean("required", default=True),
        when=block.maybe_string("when"),
        choices=_choices(choices) if choices is not None else (),
    )


def _choices(block: Block) -> tuple[tuple[str, Text], ...]:
    return tuple((key, block.text(key)) for key in block)


def _guard(block: Block) -> Guard:
    block.only("id", "must", "say", "field", "article")
    return Guard(
        id=block.string("id"),
        must=block.string("must"),
        say=block.text("say"),
        field=block.maybe_string("field"),
        article=block.maybe_string("article"),
    )


def _owed_one(block: Block, key: str) -> Owed:
    if isinstance(block.get(key), str):
        return Owed(block.string(key))
    return _owed(block.block(key))


def _owed_many(block: Block) -> tuple[Owed, ...]:
    items = block.get("effects")
    if items is None:
        return ()
    if not isinstance(items, list):
        raise block.error("`effects` must be a list", key="effects")
    return tuple(_owed(item) if isinstance(item, Block) else Owed(str(item)) for item in items)


def _owed(block: Block) -> Owed:
    block.only("what", "when")
    return Owed(block.string("what"), block.maybe_string("when"))


def _timer(name: str, block: Block, states: Mapping[str, State]) -> Timer:
    block.only("in", "rule", "after", "action", "effects")
    return Timer(
        id=name,
        in_states=in_states(words(block, "in"), states),
        rule=block.maybe_string("rule"),
        after=block.maybe_string("after"),
        action=block.maybe_string("action"),
        effects=block.strings("effects"),
    )
