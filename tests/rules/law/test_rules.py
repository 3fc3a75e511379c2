"""Versions of rules, the fact that fixes each, and their dates in force."""

from datetime import date
from pathlib import Path

import pytest

from services.law.rules import governing, rules

VERSIONS = [
    ("planning_gracious_appeal", "2025-11-27", 1, "CRPA L411-2"),
    ("planning_gracious_appeal", "2025-11-28", 2, "C. urb. L600-12-2"),
    ("planning_start", "2021-12-31", 1, "C. urb. R423-19"),
    ("planning_start", "2022-01-01", 2, "C. urb. R423-19, décret 2021-981"),
    ("environmental_assessment", "2025-12-31", 1, "C. urb. R424-2-1"),
    ("silence", "2015-11-12", 1, "CRPA L231-1"),
    ("appeal", "2026-01-01", 1, "CJA R421-1"),
    ("receipt", "2026-01-01", 1, "CRPA R112-11-2"),
]


@pytest.mark.parametrize(("name", "on", "version", "article"), VERSIONS)
def test_a_version_governs_its_days(name: str, on: str, version: int, article: str) -> None:
    found = governing(name, on=date.fromisoformat(on))
    assert found is not None
    assert (found.version, found.article) == (version, article)


@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("environmental_assessment", "2025-12-30"),
        ("silence", "2015-11-11"),
        ("licorne", "2026-01-01"),
    ],
)
def test_no_version_governs_before_the_first(name: str, on: str) -> None:
    assert governing(name, on=date.fromisoformat(on)) is None


FIXED_BY = {
    "receipt": "filed",
    "registration_receipt": "filed",
    "silence": "filed",
    "missing_pieces": "asked",
    "piece_not_indispensable": "asked",
    "appeal": "notified",
    "gracious_appeal": "notified",
    "planning_gracious_appeal": "decided",
    "revocation": "decided",
    "planning_revocation": "decided",
    "planning_start": "filed",
    "environmental_assessment": "filed",
    "reasons_of_silence": "decided",
}


def test_every_rule_declares_what_fixes_its_version() -> None:
    assert {one.id: one.fixed_by for one in rules()} == FIXED_BY


def test_versions_never_overlap() -> None:
    for one in rules():
        for other in rules():
            if one.id == other.id and one.version < other.version:
                assert one.in_force_to is not None
                assert one.in_force_to < other.in_force_from


def test_every_rule_speaks_both_languages() -> None:
    for one in rules():
        assert one.text.fr
        assert one.text.en
        assert one.value
        assert one.article


def test_every_value_to_verify_is_listed() -> None:
    """Each convention stands in docs/law-to-verify.md under its own name."""
    root = Path(__file__).parents[3]
    listed = (root / "docs" / "law-to-verify.md").read_text("utf-8")
    source = (root / "services" / "law" / "conventions.py").read_text("utf-8")
    names = [line.split(" = ")[0] for line in source.splitlines() if line[:1].isupper()]
    constants = [name for name in names if name.isupper()]
    assert len(constants) > 15
    assert [name for name in constants if name not in listed] == []
