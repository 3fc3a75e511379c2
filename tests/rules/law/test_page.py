"""The page of the legal officer (docs/law.md): every rule has an article and a true example."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from services.law.calendars import calendar
from services.law.periods import add_months
from services.law.questions import working_days
from services.law.reading import read_day
from services.law.rules import rules
from services.law.words import fr
from tests.rules.law.asking import (
    DP,
    NONE,
    PC,
    PCMI,
    SVA,
    SVR,
    Event,
    appealed,
    ask,
    asked,
    event,
    extended,
    filed,
    given,
    granted,
    handed_over,
    refused,
)

PAGE = Path(__file__).parents[3] / "docs" / "law.md"
MONTH = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
DAY = re.compile(rf"\b(1er|\d{{1,2}}) ({MONTH})\b")


class Row(NamedTuple):
    rule: str
    article: str
    example: str


def rows() -> Iterator[Row]:
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 3 and cells[0] != "Règle":
            yield Row(*cells)


class Case(NamedTuple):
    """Facts and, for each answer, the path to it (`tacit.last_day`, `receipt_due`)."""

    regime: str
    events: tuple[Event, ...]
    paths: tuple[str, ...]
    calendar: str = "metropole"

    def given(self) -> set[str]:
        return {value for one in self.events for value in one.values() if _is_day(value)}

    def found(self) -> set[str]:
        answer = ask(self.regime, *self.events, calendar=self.calendar)
        return {_at(answer, path) for path in self.paths}


def _is_day(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None


def _at(answer: Any, path: str) -> Any:
    for name in path.split("."):
        answer = answer[name]
    return answer


def case(regime: str, *events: Event, of: str = "tacit.last_day", at: str = "metropole") -> Case:
    return Case(regime, events, tuple(of.split()), at)


IN = filed("2026-01-10")
ASTRAY = filed("2026-01-10", competent=False)
AT_21 = filed("2026-01-21")
ASTRAY_21 = filed("2026-01-21", competent=False)
PIECES = asked("2026-02-01", "2026-03-01")
OPEN = event("made_available", "2026-03-01", decision="refusal")
REJECTED = refused("2026-05-12")
ABF = {"service": "ABF", "sense": "unfavourable"}

# The start of a rule, and the cases of its example.
EXAMPLES: list[tuple[str, list[Case]]] = [
    (
        "Le dernier jour est compris",
        [case("acceptance P1M", AT_21, of="tacit.last_day tacit.born_on")],
    ),
    ("Le délai de silence n’est prolongé", [case(SVR, filed("2026-03-08"))]),
    ("L’accusé d’enregistrement part", [case(SVR, IN, of="registration_receipt_due")]),
    ("L’accusé de réception part", [case(SVR, IN, of="receipt_due")]),
    ("Le silence gardé deux mois", [case(SVA, filed("2026-01-15"), of="tacit.born_on")]),
    (
        "Un règlement local qui impose",
        [case("commune/cantine-periscolaire", filed("2026-01-15"), of="tacit.born_on")],
    ),
    (
        "Des décrets fixent",
        [case("commune/occupation-domaine-public", IN), case("commune/inscription-scolaire", IN)],
    ),
    (
        "Le délai du rejet court",
        [
            case(SVR, ASTRAY, handed_over("2026-01-20")),
            case(SVA, ASTRAY, handed_over("2026-01-20")),
        ],
    ),
    (
        "Transmise, la demande",
        [
            case(SVR, ASTRAY, handed_over("2026-01-20"), of="receipt_due"),
            case(SVR, ASTRAY, handed_over("2026-01-20"), of="clock.started_on"),
        ],
    ),
    (
        "Sous accord, la demande de pièces faite avant",
        [
            case(regime, ASTRAY, asked("2026-01-12", "2026-01-30"), handed_over("2026-01-20"))
            for regime in (SVA, SVR)
        ],
    ),
    ("Une copie d’état civil", [case("commune/signalement-voirie", IN, of="receipt_due")]),
    (
        "La demande de pièces dit",
        [case(SVR, IN, asked("2026-02-01"), given("2026-02-15"))],
    ),
    (
        "Ce qui compte est le jour",
        [case(SVR, IN, asked("2026-02-01", "2026-03-01", received_on="2026-02-05"))],
    ),
    ("Sous accord, le délai repart", [case(SVA, IN, PIECES, given("2026-02-15"))]),
    (
        "Sous rejet, il est suspendu",
        [case(SVR, IN, PIECES, given("2026-02-15")), case(SVR, IN, PIECES)],
    ),
    (
        "Deux demandes qui se chevauchent",
        [case(SVR, IN, PIECES, asked("2026-02-10", "2026-03-10"))],
    ),
    (
        "Une pièce qui n’est pas indispensable",
        [case(SVR, IN, asked("2026-02-01", indispensable=False))],
    ),
    (
        "Demander un original",
        [
            case(
                SVR,
                IN,
                event("original_asked", "2026-02-01"),
                event("original_given", "2026-02-15"),
            )
        ],
    ),
    ("Un avis demandé ou reçu", [case(SVR, IN, event("opinion_received", "2026-02-10"))]),
    ("Une fois la décision tacite née", [case(SVR, IN, asked("2026-03-11"))]),
    (
        "Une décision expresse notifiée",
        [
            case(SVR, IN, granted("2026-03-10"), of="notified_on"),
            case(SVR, IN, granted("2026-03-11"), of="tacit.last_day"),
        ],
    ),
    ("Après un accord tacite", [case(SVA, IN, of="tacit.born_on revocation")]),
    (
        "Après un rejet tacite",
        [case(SVR, IN, REJECTED, of="tacit.born_on appeal.last_day")],
    ),
    (
        "Le portail ne notifie",
        [
            case(SVR, IN, OPEN, event("opened", "2026-03-04"), of="notified_on"),
            case(SVR, IN, OPEN, of="notified_on"),
        ],
    ),
    ("Un accord tacite s’atteste", [case(SVA, IN, of="tacit.born_on")]),
    (
        "Les motifs d’un rejet tacite",
        [case(SVR, IN, event("reasons_asked", "2026-04-01"), of="reasons_due")],
    ),
    (
        "Tant qu’ils sont dus",
        [
            case(
                SVR,
                IN,
                event("reasons_asked", "2026-04-01"),
                event("reasons_given", "2026-04-20"),
                of="tacit.appeal.last_day",
            )
        ],
    ),
    (
        "Par courrier, ils sont communiqués",
        [
            case(
                SVR,
                IN,
                event("reasons_asked", "2026-04-01"),
                event("reasons_given", "2026-04-20", received_on="2026-04-23"),
                of="tacit.appeal.last_day",
            )
        ],
    ),
    (
        "Deux mois francs",
        [
            case(NONE, filed("2023-09-01"), refused("2023-09-20"), of="appeal.last_day"),
            case(NONE, filed("2026-06-01"), refused("2026-06-23"), of="appeal.last_day"),
        ],
    ),
    (
        "Un mois de plus outre-mer",
        [
            case(NONE, IN, refused("2026-02-28", residence="overseas"), of="appeal.last_day"),
            case(NONE, IN, refused("2026-02-28", residence="abroad"), of="appeal.last_day"),
        ],
    ),
    ("Contre un rejet tacite", [case(SVR, IN, of="tacit.born_on tacit.appeal.last_day")]),
    (
        "Un recours gracieux dans le délai",
        [
            case(
                SVR,
                IN,
                refused("2026-02-02"),
                appealed("2026-03-02", kind="gracious"),
                of="appeal.last_day",
            )
        ],
    ),
    (
        "En urbanisme, depuis",
        [case(PC, AT_21, refused("2026-02-02"), of="appeal.last_day appeal.gracious_last_day")],
    ),
    ("Un mois pour une déclaration", [case(DP, AT_21)]),
    (
        "Dépôt électronique",
        [case(DP, AT_21, event("receipt_sent", "2026-01-23"))],
    ),
    ("Dans le mois, l’autorité", [case(PC, AT_21, asked("2026-02-22"))]),
    (
        "Les pièces que demande",
        [case(DP, ASTRAY_21, asked("2026-01-25"), handed_over("2026-01-28"))],
    ),
    (
        "Trois mois pour les produire",
        [
            case(PC, AT_21, asked("2026-02-10")),
            case(DP, AT_21, asked("2026-02-10"), given("2026-03-02")),
        ],
    ),
    (
        "Un délai plus long",
        [
            case(DP, AT_21, extended("2026-02-15", 1)),
            case(DP, AT_21, extended("2026-02-25", 1)),
        ],
    ),
    ("Un délai « porté à »", [case(PC, AT_21, extended("2026-02-15", 5, "R423-28"))]),
    (
        "Une prolongation exceptionnelle",
        [case(PC, AT_21, extended("2026-04-10", 1, "R423-34"))],
    ),
    (
        "Le silence accorde",
        [case(PC, AT_21, event("opinion_received", "2026-03-01", **ABF), of="tacit.born_on")],
    ),
    (
        "Envoyée par voie électronique",
        [case(DP, AT_21, of="safe_posting.electronic tacit.last_day")],
    ),
    ("Le récépissé porte", [case(PCMI, AT_21, of="tacit.born_on")]),
    (
        "APA",
        [case("departement/apa", filed("2026-01-15"), of="receipt_due tacit.born_on")],
    ),
    (
        "En urbanisme, le mois pour demander",
        [
            case(
                DP,
                filed("2026-02-01", competent=False),
                handed_over("2026-02-06"),
                event("receipt_sent", "2026-02-08"),
            )
        ],
    ),
    ("MDPH", [case("departement/mdph", filed("2026-01-31"))]),
    (
        "Agrément d’assistant",
        [case("departement/agrement-assistant-maternel", filed("2026-01-31"), of="tacit.born_on")],
    ),
]


def day_in_words(iso: str) -> str:
    return fr(date.fromisoformat(iso)).rsplit(" ", 1)[0]


def row_of(rule: str) -> Row:
    found = [row for row in rows() if row.rule.startswith(rule)]
    assert len(found) == 1, rule
    return found[0]


@pytest.mark.parametrize(("rule", "cases"), EXAMPLES, ids=[rule for rule, _ in EXAMPLES])
def test_an_example_is_true(rule: str, cases: list[Case]) -> None:
    """Every date found is on the page, and every date of the page is a fact or is found."""
    said = {" ".join(words) for words in DAY.findall(row_of(rule).example)}
    found = {day_in_words(iso) for one in cases for iso in one.found()}
    known = {day_in_words(iso) for one in cases for iso in one.given()}
    assert found <= said, found
    assert said <= found | known, said


# Examples recomputed apart, below.
APART = (
    "Un mois est un mois du calendrier",
    "Les jours ouvrés vont",
    "Les dates sont celles",
    "Sans accusé complet",
    "Un refus notifié sans ses voies",
    "L’avis venu plus tard",
)


def test_every_rule_has_an_article_and_an_example() -> None:
    named = (*APART, *(rule for rule, _ in EXAMPLES))
    for row in rows():
        assert row.article.strip("— "), row.rule
        assert row.example.strip("— "), row.rule
        assert not DAY.search(row.example) or row.rule.startswith(named), row.rule
    assert len(list(rows())) > 50


def test_every_rule_of_the_room_is_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    for rule in rules():
        for article in re.findall(r"[LR]\d[\d-]*\d", rule.article):
            assert article in page, (rule.id, article)


def test_months_are_of_the_calendar() -> None:
    example = row_of(APART[0]).example
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert example == "31 janvier + 1 mois = 28 février (29 en 2028)"


def test_working_days_are_those_of_the_territory() -> None:
    example = row_of(APART[1]).example
    for start, name in (("2026-04-30", "metropole"), ("2026-03-30", "alsace-moselle")):
        reached = working_days(start, 10, name)["date"]
        said = rf"{day_in_words(start)}[ \d]* \+ 10 jours ouvrés = {day_in_words(reached)}"
        assert re.search(said, example)


def test_dates_are_local() -> None:
    example = row_of(APART[2]).example
    for name, place in (("metropole", "à Paris"), ("martinique", "en Martinique")):
        day = read_day("2026-01-10T23:30:00Z", "at", calendar(name))
        assert f"le {day_in_words(day.isoformat())} {place}" in example


def test_delays_run_against_a_person_who_had_a_receipt() -> None:
    example = row_of(APART[3]).example
    for at, runs in (("2026-03-01", True), ("2026-04-01", False)):
        assert ask(SVR, IN, refused(at))["appeal_delay_opposable"] is runs
        word = "opposables" if runs else "non opposables"
        assert f"notifié le {day_in_words(at)}, {word}" in example


def test_a_refusal_without_its_mentions_may_be_appealed_for_a_year() -> None:
    answer = ask(SVR, IN, refused("2026-02-02", mentions_complete=False))
    end = next(step["on"] for step in answer["steps"] if step["what"] == "reasonable_delay_end")
    example = row_of(APART[4]).example
    assert example == f"notifié le {day_in_words('2026-02-02')} 2026 : {day_in_words(end)} 2027"


def test_a_slow_opinion_is_told() -> None:
    before = (extended("2026-01-30", 1), event("opinion_asked", "2026-01-22", service="ABF"))
    for day, slow in (("2026-02-22", False), ("2026-02-23", True)):
        answer = ask(DP, AT_21, *before, event("opinion_received", day, **ABF))
        assert any("réputé favorable" in text["fr"] for text in answer["warnings"]) is slow
    said = {" ".join(words) for words in DAY.findall(row_of(APART[5]).example)}
    assert said == {"22 janvier", "23 février"}
