"""The passwords and keys of one stack, made once and kept in a file only its owner reads."""

import json
import os
import secrets
from pathlib import Path


class Keys:
    """Secrets by name; an unknown name makes a new one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._by_name: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def __getitem__(self, name: str) -> str:
        if name not in self._by_name:
            self._by_name[name] = secrets.token_hex(24)
            write_private(self._path, json.dumps(self._by_name, indent=2))
        return self._by_name[name]


def write_private(path: Path, text: str) -> None:
    """Write `path` whole or not at all, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(path.suffix + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)
