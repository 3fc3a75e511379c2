"""Histories of past releases, replayed against this one before any worker of it starts.

With `RECORD_HISTORIES=1`, the lives in `tests/workflows` leave theirs here.
"""

import json
import os
from pathlib import Path

from temporalio.client import WorkflowHistory

FOLDER = Path(__file__).parent
RECORDING = os.environ.get("RECORD_HISTORIES") == "1"


def keep(name: str, history: WorkflowHistory) -> None:
    """Write a history under `name` when asked to; the machine that ran it is nobody's business."""
    if not RECORDING:
        return
    content = json.dumps(_anonymous(history.to_json_dict()), indent=1, ensure_ascii=False)
    (FOLDER / f"{name}.json").write_text(content + "\n", encoding="utf-8")


def kept() -> list[Path]:
    """The histories on record."""
    return sorted(FOLDER.glob("*.json"))


def _anonymous(value: object) -> object:
    if isinstance(value, dict):
        return {
            key: "worker" if key == "identity" else _anonymous(each) for key, each in value.items()
        }
    return [_anonymous(each) for each in value] if isinstance(value, list) else value
