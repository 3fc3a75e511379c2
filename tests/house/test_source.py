"""Prohibitions that no linter knows, each with its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("services", "workflows")


def sources(*, outside: str) -> Iterator[tuple[Path, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if outside not in path.as_posix():
                yield path, ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


class TestOutsideFoundation:
    def test_nobody_commits(self) -> None:
        """One commit, at the edge: a transaction is foundation's to end."""
        found = [
            f"{path.relative_to(ROOT)}:{call.lineno}"
            for path, tree in sources(outside="services/foundation")
            for call in calls(tree)
            if isinstance(call.func, ast.Attribute) and call.func.attr in {"commit", "rollback"}
        ]
        assert not found

    def test_nobody_reads_the_clock(self) -> None:
        """Time is explicit: domain functions take `at` (decision 10)."""
        banned = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
        found = [
            f"{path.relative_to(ROOT)}:{call.lineno}"
            for path, tree in sources(outside="services/foundation")
            for call in calls(tree)
            if isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and (call.func.value.id, call.func.attr) in banned
        ]
        assert not found

    def test_rooms_ask_the_clock_only_at_the_edges(self) -> None:
        """Only doors, commands, the standalone stack and activities may ask what time it is."""
        edges = ("services/web", "services/cli", "services/standalone", "services/app", "workflows")
        found = [
            str(path.relative_to(ROOT))
            for path, tree in sources(outside="services/foundation")
            for call in calls(tree)
            if isinstance(call.func, ast.Attribute)
            and call.func.attr == "now"
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "clock"
            and not path.relative_to(ROOT).as_posix().startswith(edges)
        ]
        assert not found


class TestPrivateModules:
    def test_are_imported_by_their_own_room_only(self) -> None:
        """A name that starts with `_` is nobody else's business."""
        graph = grimp.build_graph(*PACKAGES)
        breaches = [
            f"{importer} → {imported}"
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if not allowed(importer, imported)
        ]
        assert not breaches


def allowed(importer: str, imported: str) -> bool:
    parts = imported.split(".")
    for depth, part in enumerate(parts):
        if part.startswith("_"):
            parent = ".".join(parts[:depth])
            return importer == parent or importer.startswith(f"{parent}.")
    return True


class TestMigrations:
    def test_import_no_room(self) -> None:
        graph = grimp.build_graph(*PACKAGES)
        home = "services.foundation"
        for module in graph.modules:
            if module.startswith(f"{home}.migrations"):
                imported = graph.find_modules_directly_imported_by(module)
                assert all(each.startswith(home) for each in imported), module

    def test_have_one_line_of_descent(self) -> None:
        versions = sorted((ROOT / "services/foundation/migrations/versions").glob("*.py"))
        numbers = [path.name[:4] for path in versions]
        assert len(numbers) == len(set(numbers))
        for number, path in zip(numbers, versions, strict=True):
            text = path.read_text(encoding="utf-8")
            assert f'revision = "{number}"' in text.replace("'", '"'), path.name


class TestDrawers:
    @pytest.mark.parametrize("name", ["utils.py", "helpers.py", "common.py", "misc.py"])
    def test_without_a_name_are_not_opened(self, name: str) -> None:
        assert not [path for package in PACKAGES for path in (ROOT / package).rglob(name)]
