"""Social exceptions: APA, childminders, the MDPH (CASF)."""

import pytest

from tests.rules.law.asking import ask, asked, filed, given, granted, outcome

APA = "departement/apa"
CHILDMINDER = "departement/agrement-assistant-maternel"

ROWS = [
    (APA, [filed("2026-01-15")], ("flat_rate", "2026-03-15"), "R232-23: two months"),
    (
        APA,
        [filed("2026-01-15"), asked("2026-01-20"), given("2026-02-10")],
        ("flat_rate", "2026-04-10"),
        "R232-23: from the complete file",
    ),
    (APA, [filed("2026-01-15"), asked("2026-01-20")], None, "R232-23: not complete"),
    (APA, [filed("2026-01-15"), granted("2026-03-15")], None, "decided in time"),
    (CHILDMINDER, [filed("2026-01-31")], ("acceptance", "2026-04-30"), "L421-6: three months"),
    (
        CHILDMINDER,
        [filed("2026-01-15"), asked("2026-01-20"), given("2026-02-10")],
        ("acceptance", "2026-05-10"),
        "L421-6: from the complete file",
    ),
    ("departement/mdph", [filed("2026-01-31")], ("rejection", "2026-05-31"), "R241-33"),
]


@pytest.mark.parametrize(("procedure", "events", "found", "article"), ROWS)
def test_social_rows(
    procedure: str, events: list[dict[str, str]], found: tuple[str, str] | None, article: str
) -> None:
    assert outcome(procedure, *events) == found, article


def test_the_receipt_of_apa_is_due_within_ten_days() -> None:
    """R232-23: ten days, not ten working days."""
    answer = ask(APA, filed("2026-04-30"))
    assert answer["receipt_due"] == "2026-05-10"
    step = next(step for step in answer["steps"] if step["what"] == "receipt_due")
    assert step["article"] == "CASF L232-14, R232-23"
    assert ask(CHILDMINDER, filed("2026-04-30"))["receipt_due"] == "2026-05-19"


def test_the_flat_rate_bears_its_article() -> None:
    tacit = ask(APA, filed("2026-01-15"))["tacit"]
    assert tacit["article"] == "CASF L232-14, R232-23"
    assert ask(CHILDMINDER, filed("2026-01-15"))["tacit"]["article"] == "CASF L421-6"
