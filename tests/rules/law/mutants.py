"""`make mutants`: mutmut, whose tests are collected once; each mutant is tried in a fork of that.

For each function the tests that killed its last mutants run first, then one row of every table, the
quickest first, then their second rows; one failure is enough. Everything else, and what stands from
one run to the next, is mutmut's.
"""

import gc
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import holidays
import pytest
from mutmut.__main__ import cli
from mutmut.configuration import config
from mutmut.runners.harness import PytestRunner
from mutmut.state import state
from mutmut.stats import load_stats
from mutmut.utils.file_utils import change_cwd
from mutmut.workers import isolation

KILLERS = Path("killers").absolute()


class Collected:
    """The tests of the law, collected in this process and run in its forks."""

    def __init__(self, selection: list[str]) -> None:
        self.config = pytest.Config.fromdictargs(
            {}, [*selection, "--rootdir=.", "-s", "-q", "--tb=native"]
        )
        self.config._do_configure()
        self.session = pytest.Session.from_config(self.config)
        self.config.hook.pytest_sessionstart(session=self.session)
        self.config.hook.pytest_collection(session=self.session)
        self.items = {item.nodeid: item for item in self.session.items}

    def first_to_fail(self, names: Iterable[str]) -> str | None:
        """The first of these tests that fails; None when all pass."""
        for name in names:
            self.config.hook.pytest_runtest_protocol(item=self.items[name], nextitem=None)
            if self.session.testsfailed:
                return name
        return None


def row_by_row(names: Iterable[str]) -> list[str]:
    """One row of each table of tests, then the second of each, the quickest first."""
    took = state().duration_by_test
    rows: Counter[str] = Counter()
    order: list[tuple[int, float, str]] = []
    for name in sorted(names, key=lambda name: (took.get(name, 0.0), name)):
        table = name.partition("[")[0]
        order.append((rows[table], took.get(name, 0.0), name))
        rows[table] += 1
    return [name for _, _, name in sorted(order)]


class CollectedOnce(PytestRunner):
    """As mutmut runs pytest, but in the process that forks one for each mutant, once collected."""

    collected: Collected | None = None

    def warm_up(self) -> None:
        """Collect before any mutant is forked, and see that a fork without one fails no test."""
        load_stats()
        with change_cwd("mutants"):
            collected = Collected(config().pytest_add_cli_args_test_selection)
            if isolation.run_in_fork(lambda: int(bool(collected.first_to_fail(collected.items)))):
                raise SystemExit("a test fails in a fork, with no mutant")
        self.collected = collected
        # The library of holidays loads a country when first asked, half a second for each fork.
        holidays.country_holidays("FR")
        # What all forks share is never looked through, hence never copied.
        gc.collect()
        gc.freeze()

    def run_tests(self, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        """1 when a test fails, 0 when all pass."""
        if self.collected is None or mutant_name is None:
            return super().run_tests(mutant_name=mutant_name, tests=tests)
        killers = KILLERS / mutant_name.rpartition("__mutmut_")[0]
        known = killers.read_text("utf-8").splitlines() if killers.exists() else []
        left = row_by_row(self.collected.items.keys() & tests)
        first = [name for name in reversed(known) if name in self.collected.items]
        with change_cwd("mutants"):
            killer = self.collected.first_to_fail(dict.fromkeys([*first, *left]))
        if killer is None:
            return 0
        if killer not in known:
            with killers.open("a", encoding="utf-8") as told:
                told.write(f"{killer}\n")
        return 1


if __name__ == "__main__":
    KILLERS.mkdir(exist_ok=True)
    isolation.PytestRunner = CollectedOnce  # type: ignore[attr-defined]
    cli()
