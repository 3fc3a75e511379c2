"""Definitions read from YAML, where every error names its file and its line.

A form, a process or a recipe is written by people: what they mistype must be told where they
typed it. Only plain data is accepted (no tags, no aliases); a key is written once; scalars follow
YAML 1.2 (`no` and `2026-01-01` are words, only `true` and `false` are booleans).
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import ComposerError

from services.foundation.i18n import Text

SIZE_LIMIT = 256 * 1024
"""Bytes. The longest definition we ship is a tenth of this; more is a mistake or an attack."""
DEPTH_LIMIT = 24
INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge", "value")
)
"""What the composer gives to plain data by itself; any other was written, to build something."""
CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}


class DefinitionError(Exception):
    """A definition that says something impossible: where (`file`, `line`) and what to change."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


class Block(dict[str, object]):
    """A mapping of a definition that remembers where it was written, and reads itself by type.

    Each reader raises `DefinitionError` at the line of the key it was asked for. The readers named
    `maybe_…` return None when the key is absent or empty; the others refuse its absence.
    """

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file = file
        self.line = line
        self.lines: dict[str, int] = {}

    def error(self, message: str, *, key: str | None = None) -> DefinitionError:
        """The error to raise about this block, or about one of its keys."""
        line = self.line if key is None else self.lines.get(key, self.line)
        return DefinitionError(self.file, line, message)

    def only(self, *known: str) -> None:
        """Refuse a key that is not in `known`, and suggest the nearest one."""
        for key in self:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f", did you mean `{near[0]}`?" if near else f" (known: {', '.join(known)})"
                raise self.error(f"unknown key `{key}`{hint}", key=key)

    def has(self, key: str) -> bool:
        """Whether the key is there and says something."""
        return self.get(key) is not None

    def _needed(self, key: str) -> object:
        value = self.get(key)
        if value is None:
            raise self.error(f"`{key}` is missing", key=key)
        return value

    def string(self, key: str) -> str:
        """A text that is not blank."""
        value = self._needed(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"`{key}` must be a text", key=key)
        return value.strip()

    def maybe_string(self, key: str) -> str | None:
        return self.string(key) if self.has(key) else None

    def one_of(self, key: str, allowed: Sequence[str]) -> str:
        """One word of a list."""
        value = self.string(key)
        if value not in allowed:
            raise self.error(f"`{key}` is `{value}`: one of {', '.join(allowed)}", key=key)
        return value

    def integer(self, key: str) -> int:
        value = self._needed(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.error(f"`{key}` must be a whole number", key=key)
        return value

    def maybe_integer(self, key: str) -> int | None:
        return self.integer(key) if self.has(key) else None

    def number(self, key: str) -> int | float:
        value = self._needed(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(f"`{key}` must be a number", key=key)
        return value

    def maybe_number(self, key: str) -> int | float | None:
        return self.number(key) if self.has(key) else None

    def boolean(self, key: str, *, default: bool | None = None) -> bool:
        if default is not None and not self.has(key):
            return default
        value = self._needed(key)
        if not isinstance(value, bool):
            raise self.error(f"`{key}` must be true or false", key=key)
        return value

    def text(self, key: str) -> Text:
        """A sentence `{fr: …, en: …}`; both languages are expected of a shared definition."""
        block = self.block(key)
        block.only("fr", "en")
        for language in ("fr", "en"):
            if not block.has(language):
                raise self.error(f"`{key}` is not written in `{language}`", key=key)
        return Text(fr=block.string("fr"), en=block.string("en"))

    def maybe_text(self, key: str) -> Text | None:
        return self.text(key) if self.has(key) else None

    def block(self, key: str) -> "Block":
        value = self._needed(key)
        if not isinstance(value, Block):
            raise self.error(f"`{key}` must be a block of keys", key=key)
        return value

    def maybe_block(self, key: str) -> "Block | None":
        return self.block(key) if self.has(key) else None

    def blocks(self, key: str) -> tuple["Block", ...]:
        """A list of blocks; empty when the key is absent."""
        found = []
        for item, line in self._items(key):
            if not isinstance(item, Block):
                raise DefinitionError(self.file, line, f"each item of `{key}` must be a block")
            found.append(item)
        return tuple(found)

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is absent."""
        found = []
        for item, line in self._items(key):
            if not isinstance(item, str) or not item.strip():
                raise DefinitionError(self.file, line, f"each item of `{key}` must be a text")
            found.append(item.strip())
        return tuple(found)

    def integers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers; empty when the key is absent."""
        found = []
        for item, line in self._items(key):
            if isinstance(item, bool) or not isinstance(item, int):
                told = f"each item of `{key}` must be a whole number"
                raise DefinitionError(self.file, line, told)
            found.append(item)
        return tuple(found)

    def _items(self, key: str) -> Sequence[tuple[object, int]]:
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, Items):
            raise self.error(f"`{key}` must be a list", key=key)
        return tuple(zip(value, value.lines, strict=True))


class Items(list[object]):
    """A list of a definition; `lines` says where each item begins."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


class _Loader(yaml.SafeLoader):
    """Refuses an alias where it stands: expanding them can explode."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise ComposerError(None, None, "aliases (`*name`) are not accepted", mark)
        return super().compose_node(parent, index)


def load_definition(path: Path, *, root: Path | None = None) -> Block:
    """The definition written in `path`; errors call it by its path from `root` when given.

    Raises `DefinitionError`: unreadable, too large, not YAML, a key written twice, an alias, a tag.
    """
    name = path.relative_to(root).as_posix() if root else path.name
    try:
        content = path.read_bytes()
    except OSError as failure:
        raise DefinitionError(name, 1, f"cannot be read: {failure.strerror}") from failure
    return read_definition(content, name)


def read_definition(content: bytes, name: str) -> Block:
    """The definition written in `content`; `name` stands for its file in errors."""
    if len(content) > SIZE_LIMIT:
        raise DefinitionError(name, 1, f"is larger than {SIZE_LIMIT // 1024} KB")
    try:
        node = yaml.compose(content.decode("utf-8"), Loader=_Loader)
    except UnicodeDecodeError as failure:
        line = content.count(b"\n", 0, failure.start) + 1
        raise DefinitionError(name, line, "is not written in UTF-8") from failure
    except yaml.YAMLError as failure:
        raise _malformed(name, failure) from failure
    except RecursionError as failure:
        raise DefinitionError(name, 1, "is nested too deeply") from failure
    if not isinstance(node, yaml.MappingNode):
        raise DefinitionError(name, 1, "must be a block of keys")
    block = _built(node, name, 0)
    assert isinstance(block, Block)
    return block


def definition_from(data: Mapping[str, object], name: str) -> Block:
    """The definition kept as plain data (a published version); errors have line 0."""
    block = _wrapped(data, name)
    assert isinstance(block, Block)
    return block


def plain(value: object) -> object:
    """What a definition says, as plain JSON data."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _malformed(name: str, failure: yaml.YAMLError) -> DefinitionError:
    mark = getattr(failure, "problem_mark", None) or getattr(failure, "context_mark", None)
    problem = getattr(failure, "problem", None) or str(failure)
    return DefinitionError(name, mark.line + 1 if mark else 1, f"is not valid YAML: {problem}")


def _built(node: yaml.Node, name: str, depth: int) -> object:
    line = node.start_mark.line + 1
    if depth > DEPTH_LIMIT:
        raise DefinitionError(name, line, "is nested too deeply")
    if node.tag not in PLAIN_TAGS:
        raise DefinitionError(name, line, f"tags (`{node.tag}`) are not accepted")
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, name, depth)
    if isinstance(node, yaml.SequenceNode):
        items = Items()
        for child in node.value:
            items.append(_built(child, name, depth + 1))
            items.lines.append(child.start_mark.line + 1)
        return items
    return _scalar(node)


def _mapping(node: yaml.MappingNode, name: str, depth: int) -> Block:
    block = Block(name, node.start_mark.line + 1)
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise DefinitionError(name, line, "a key must be a word")
        key = str(key_node.value)
        if key in block:
            first = block.lines[key]
            raise DefinitionError(name, line, f"`{key}` is already written at line {first}")
        block[key] = _built(value_node, name, depth + 1)
        block.lines[key] = line
    return block


def _scalar(node: yaml.Node) -> object:
    written = str(node.value)
    if getattr(node, "style", None) is not None:
        return written
    if written in CONSTANTS:
        return CONSTANTS[written]
    if INTEGER.fullmatch(written):
        return int(written)
    return float(written) if DECIMAL.fullmatch(written) else written


def _wrapped(value: object, name: str) -> object:
    if isinstance(value, Mapping):
        block = Block(name, 0)
        for key, item in value.items():
            block[str(key)] = _wrapped(item, name)
        return block
    if isinstance(value, list | tuple):
        items = Items()
        items.extend(_wrapped(item, name) for item in value)
        items.lines.extend(0 for _ in items)
        return items
    return value
