"""Rows of a repeated question, added and taken away by buttons, without scripts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from services.forms.fields.group import GroupField

ROW = re.compile(r"(.+)\[([0-9]{1,4})\]")


@dataclass(frozen=True, slots=True)
class Rows:
    """`more`: the question that one more row was asked for."""

    more: str = ""

    def count(self, question: GroupField, path: str, raw: Mapping[str, list[str]]) -> int:
        """How many rows to show: those typed, at least the fewest allowed, one more if asked."""
        start = f"{path}["
        numbers = {
            int(name[len(start) :].partition("]")[0])
            for name in raw
            if name.startswith(start) and name[len(start) :].partition("]")[0].isdigit()
        }
        shown = max(max(numbers, default=-1) + 1, question.min_rows, 1)
        return min(shown + (self.more == path), question.max_rows)

    @staticmethod
    def without(raw: Mapping[str, list[str]], row: str) -> dict[str, list[str]]:
        """What was typed, less one row (« rows[2] »); the rows after it move up."""
        found = ROW.fullmatch(row)
        if found is None:
            return dict(raw)
        path, gone = found[1], int(found[2])
        kept: dict[str, list[str]] = {}
        for name, texts in raw.items():
            part = re.match(re.escape(path) + r"\[([0-9]{1,4})\](.*)", name)
            if part is None:
                kept[name] = texts
            elif (number := int(part[1])) != gone:
                kept[f"{path}[{number - (number > gone)}]{part[2]}"] = texts
        return kept
