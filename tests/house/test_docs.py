"""The documents hold together: links resolve, decisions are numbered once and all listed."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
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
