"""The style sheets dress what the pages show, and nothing else."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHEETS = ROOT / "services/web/shared/static"
STYLES = "".join(path.read_text(encoding="utf-8") for path in sorted(SHEETS.glob("*.css")))
PAGES = "".join(
    path.read_text(encoding="utf-8")
    for kind in ("*.html", "*.py", "*.js")
    for path in sorted((ROOT / "services").rglob(kind))
)
# « pv-state--{{ kind }} », « "pv-plate--" ~ size »: a name that a page completes.
COMPLETED = tuple(sorted(set(re.findall(r'([\w-]+-)(?:\{\{|" ~)', PAGES))))


def classes() -> set[str]:
    bare = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "{}", STYLES, flags=re.DOTALL)
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", bare))


def shown(name: str, where: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", where) is not None


def test_every_class_is_named_by_a_page() -> None:
    unused = {
        name for name in classes() if not name.startswith(COMPLETED) and not shown(name, PAGES)
    }
    assert not unused


def test_every_value_is_used() -> None:
    names = set(re.findall(r"(--pv-[\w-]+)\s*:", STYLES))
    assert not {name for name in names if f"var({name}" not in STYLES + PAGES}


@pytest.mark.parametrize("family", [each for each in COMPLETED if each.startswith(("pv-", "b-"))])
def test_a_name_completed_by_a_page_is_dressed(family: str) -> None:
    assert any(name.startswith(family) for name in classes())
