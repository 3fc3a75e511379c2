"""What several processes have in common is written once, in `_shared.yaml`, and taken by name.

`release: {like: shared}` takes the whole action; a key written beside `like` stands instead of the
shared one. A published process is whole: it says nothing of where its parts were written.
"""

from services.foundation.definitions import Block

SECTIONS = ("states", "actions", "timers")


def take_shared(process: Block, shared: Block) -> None:
    """Put the shared parts in the place of those that take them.

    Raises DefinitionError for a part that `_shared.yaml` does not have.
    """
    shared.only(*SECTIONS)
    for section in SECTIONS:
        parts, common = process.maybe_block(section), shared.maybe_block(section) or Block("", 0)
        for name, part in (parts or {}).items():
            if parts is not None and isinstance(part, Block) and part.has("like"):
                parts[name] = _whole(part, name, section, common)


def _whole(part: Block, name: str, section: str, common: Block) -> Block:
    part.one_of("like", ["shared"])
    if name not in common:
        raise part.error(f"no shared `{name}` among the {section}", key="like")
    whole = Block(part.file, part.line)
    whole.update({**common.block(name), **part})
    whole.lines = part.lines
    del whole["like"]
    return whole
