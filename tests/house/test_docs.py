"""The documents are true where a machine can tell: links, commands, settings, numbers."""

import re
from collections import Counter
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from typer.main import get_group

from services.cli.commands import app
from services.foundation.settings import Settings

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
BLOCK = re.compile(r"```.*?```|^ {4}.*?$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"\bparvis ((?:[a-z][a-z-]+)(?: [a-z][a-z-]+)?)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]+)")
SETTING = re.compile(r"\bPARVIS_[A-Z0-9_]+")
# Read by commands, the embedded stack and the tests, beside the settings of the application.
SETTINGS_ELSEWHERE = {
    "PARVIS_KEYCLOAK_MASTER_PASSWORD",
    "PARVIS_SETTINGS_FILE",
    "PARVIS_VAR",
    "PARVIS_KEYCLOAK_ZIP",
    "PARVIS_CHROMIUM",
    "PARVIS_METRICS_PORT",
    "PARVIS_SCREENSHOTS",
}
NOT_OURS = {".venv", "node_modules", "var", "mutants"}


def pages() -> list[Path]:
    return [
        path
        for path in sorted(ROOT.rglob("*.md"))
        if not any(part in NOT_OURS or part.startswith(".") for part in path.parts[1:])
        and not NOT_OURS & set(path.relative_to(ROOT).parts)
    ]


class TestEveryPage:
    @pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
    def test_links_to_what_exists(self, page: Path) -> None:
        text = CODE.sub("", page.read_text(encoding="utf-8"))
        targets = [found["target"] for found in LINK.finditer(text)]
        here = [target.partition("#")[0] for target in targets if "://" not in target]
        assert not [each for each in here if each and not (page.parent / each).exists()]

    def test_of_docs_is_in_the_index(self) -> None:
        index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
        unlisted = [
            path.name for path in (ROOT / "docs").glob("*.md") if f"({path.name})" not in index
        ]
        assert unlisted == ["README.md"]


@pytest.fixture(scope="module")
def told() -> list[tuple[str, str]]:
    """Every piece of code of the documents, with its page."""
    return [
        (str(page.relative_to(ROOT)), code)
        for page in pages()
        for code in BLOCK.findall(page.read_text(encoding="utf-8"))
    ]


def known_commands() -> set[str]:
    """Every command of the command line, with and without its group."""
    for entry in entry_points(group="parvis.commands"):
        entry.load()(app)
    top = get_group(app).commands
    below = {f"{name} {each}" for name in top for each in getattr(top[name], "commands", ())}
    return {*top, *below}


class TestEveryCommand:
    def test_that_is_told_exists(self, told: list[tuple[str, str]]) -> None:
        known = known_commands()
        groups = {name.partition(" ")[0] for name in known if " " in name}

        def exists(words: str) -> bool:
            first, _, second = words.partition(" ")
            return words in known or (first in known and (first not in groups or not second))

        assert not [
            (page, words)
            for page, code in told
            for words in COMMAND.findall(code)
            if not exists(words)
        ]

    def test_of_make_exists(self, told: list[tuple[str, str]]) -> None:
        targets = set(
            re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        )
        assert not [
            (page, name)
            for page, code in told
            for name in TARGET.findall(code)
            if name not in targets
        ]


class TestEverySetting:
    def test_that_is_told_exists(self, told: list[tuple[str, str]]) -> None:
        known = {f"PARVIS_{name.upper()}" for name in Settings.model_fields} | SETTINGS_ELSEWHERE
        assert not [
            (page, name)
            for page, code in told
            for name in SETTING.findall(code)
            if name not in known
        ]

    def test_is_told_to_operators(self) -> None:
        page = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")
        assert not [name for name in Settings.model_fields if f"PARVIS_{name.upper()}" not in page]


class TestEveryDecision:
    def test_has_a_number_of_its_own(self) -> None:
        numbers = Counter(path.name[:4] for path in DECISIONS.glob("[0-9]*.md"))
        assert not [number for number, times in numbers.items() if times > 1]

    def test_bears_its_number_and_a_date(self) -> None:
        for path in DECISIONS.glob("[0-9]*.md"):
            title, _, date = path.read_text(encoding="utf-8").splitlines()[:3]
            assert title.startswith(f"# {path.name[:4]} — "), path.name
            assert re.match(r"\d{4}-\d\d-\d\d |\d{1,2} \w+ \d{4} ", date), path.name

    def test_is_listed(self) -> None:
        index = (DECISIONS / "README.md").read_text(encoding="utf-8")
        assert not [
            path.name for path in DECISIONS.glob("[0-9]*.md") if f"({path.name})" not in index
        ]
