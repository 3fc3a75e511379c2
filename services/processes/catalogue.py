"""Processes read from YAML, or from the plain value kept with a published version."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from services.foundation.definitions import Block, definition_from, load_definition, plain
from services.processes import _lint, _reading
from services.processes._sharing import take_shared
from services.processes.contracts import Process

DIRECTORY = Path(__file__).parents[2] / "workflows" / "processes"
SHARED = "_shared.yaml"


def load_process(path: Path, *, root: Path | None = None) -> Process:
    """The process written in `path`. Raises DefinitionError with the file and the line."""
    return _checked(_load(path, root=root))


def process_from(definition: Mapping[str, object]) -> Process:
    """The process of a published definition: the same value, with the same digest, as its file.

    It was checked when it was published; a stricter check since then must not shut it out.
    """
    block = definition_from(definition, f"process {definition.get('id', '?')}")
    return _reading.read(block, digest=digest_of(block))


def load_processes(directory: Path = DIRECTORY) -> dict[str, Process]:
    """Every process of a directory, by id. Raises DefinitionError, also when a file is misnamed."""
    found: dict[str, Process] = {}
    for path in sorted(directory.glob("*.yaml")):
        if path.name == SHARED:
            continue
        block = _load(path, root=directory)
        process = _checked(block)
        if process.id != path.stem:
            raise block.error(f"`{process.id}` is not the name of this file", key="id")
        found[process.id] = process
    return found


def digest_of(definition: Mapping[str, object]) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no space, so that layout changes nothing."""
    canonical = json.dumps(
        plain(definition), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _load(path: Path, *, root: Path | None) -> Block:
    block, shared = load_definition(path, root=root), path.with_name(SHARED)
    if shared.exists():
        take_shared(block, load_definition(shared, root=root))
    return block


def _checked(block: Block) -> Process:
    process = _reading.read(block, digest=digest_of(block))
    _lint.check(process, block)
    return process
