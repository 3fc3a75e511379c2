"""`make bench [ARGS="filing worklist…"]`: each figure beside its limit of the same run."""

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import filing, jurisdiction, law_timeline, receipt, statements, worklist
from bench.house import House, open_house
from services.foundation.settings import ROOT

Measure = Callable[[House], Iterable[dict[str, Any]]]


def _jurisdiction(house: House) -> list[dict[str, Any]]:
    return [jurisdiction.measure(house.territory().database_admin_url)]


MEASURES: dict[str, Measure] = {
    "law_timeline": lambda _house: [law_timeline.measure()],
    "jurisdiction": _jurisdiction,
    "receipt": lambda house: [receipt.measure(house.database("receipt"))],
    "statements": statements.measure,
    "filing": lambda house: [filing.measure(house)],
    "worklist": worklist.measure,
}


def main(names: list[str]) -> int:
    unknown = set(names) - set(MEASURES)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))} (known: {', '.join(MEASURES)})")
        return 2
    told = Console(stderr=True)
    found: list[dict[str, Any]] = []
    with open_house() as house:
        for name in names or list(MEASURES):
            told.print(f"Measuring {name}…", style="dim")
            found.extend(MEASURES[name](house))
    target = ROOT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(found, indent=2, ensure_ascii=False), encoding="utf-8")
    _show(found)
    return 0


def _show(found: list[dict[str, Any]]) -> None:
    table = Table("name", "value", "limit", "ratio", "meaning")
    for each in found:
        value = f"{each['value']:,} {each['unit']}"
        table.add_row(
            each["name"], value, f"{each['limit']:,}", str(each["ratio"]), each["meaning"]
        )
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
