"""Facts that cannot be read: which field, and why; never a traceback."""

import copy
import json
from typing import Any

import jsonschema
import pytest

from services.law._fields import FIELDS, WHATS
from services.law.questions import answers_to_text, regimes_table, timeline_answer
from services.law.reading import read_facts, read_on
from services.law.schema import facts_schema
from tests.rules.law.asking import timeline_answers

GOOD: dict[str, Any] = {
    "regime": {"silence": "rejection", "delay": "P2M"},
    "calendar": "metropole",
    "events": [
        {"at": "2026-01-10", "what": "filed"},
        {
            "at": "2026-02-01",
            "what": "pieces_asked",
            "limit": "2026-03-01",
            "indispensable": True,
        },
        {"at": "2026-02-15", "what": "pieces_given"},
    ],
}
GONE = object()

# Path to change, value (GONE: removed), field at fault.
BAD: list[tuple[tuple[Any, ...], Any, str]] = [
    (("regime",), GONE, "regime"),
    (("regime",), "acceptance", "regime"),
    (("regime",), None, "regime"),
    (("regime", "silence"), GONE, "regime.silence"),
    (("regime", "silence"), "approval", "regime.silence"),
    (("regime", "silence"), 3, "regime.silence"),
    (("regime", "delay"), GONE, "regime.delay"),
    (("regime", "delay"), "2 mois", "regime.delay"),
    (("regime", "delay"), "P0M", "regime.delay"),
    (("regime", "delay"), 2, "regime.delay"),
    (("regime", "delay"), "P900M", "regime.delay"),
    (("regime", "domain"), "maritime", "regime.domain"),
    (("regime", "colour"), "blue", "regime.colour"),
    (("regime", "article"), "", "regime.article"),
    (("regime", "nature"), 4, "regime.nature"),
    (("procedure",), "commune/declaration-prealable", "procedure"),
    (("calendar",), "lune", "calendar"),
    (("calendar",), 3, "calendar"),
    (("calendar",), None, "calendar"),
    (("on",), "demain", "on"),
    (("on",), "2026-01-09", "on"),
    (("note",), "hello", "note"),
    (("events",), GONE, "events"),
    (("events",), {}, "events"),
    (("events",), [], "events"),
    (("events", 0), "filed", "events[0]"),
    (("events", 0, "at"), GONE, "events[0].at"),
    (("events", 0, "what"), GONE, "events[0].what"),
    (("events", 0, "what"), "deposed", "events[0].what"),
    (("events", 0, "what"), "pieces_given", "events"),
    (("events", 2, "what"), "filed", "events[2]"),
    (("events", 0, "at"), "2026-02-30", "events[0].at"),
    (("events", 0, "at"), "10/01/2026", "events[0].at"),
    (("events", 0, "at"), "20260110", "events[0].at"),
    (("events", 0, "at"), "2026-W02-6", "events[0].at"),
    (("events", 0, "at"), "2026-01-10 10:00", "events[0].at"),
    (("events", 0, "at"), "2026-01-10T25:00", "events[0].at"),
    (("events", 0, "at"), 20260110, "events[0].at"),
    (("events", 0, "at"), None, "events[0].at"),
    (("events", 0, "at"), "1215-06-15", "events[0].at"),
    (("events", 0, "at"), "9999-12-31", "events[0].at"),
    (("events", 1, "at"), "2026-01-09", "events[1].at"),
    (("events", 1, "limit"), "2026-01-31", "events[1].limit"),
    (("events", 1, "limit"), "bientôt", "events[1].limit"),
    (("events", 1, "received_on"), "2026-01-31", "events[1].received_on"),
    (("events", 1, "indispensable"), "yes", "events[1].indispensable"),
    (("events", 1, "indispensable"), 1, "events[1].indispensable"),
    (("events", 1, "indispensible"), False, "events[1].indispensible"),
    (("events", 2, "partial"), "true", "events[2].partial"),
    (("events", 0, "competent"), "false", "events[0].competent"),
    (("events", 0, "channel"), "pigeon", "events[0].channel"),
    (("events", 0, "residence"), "mars", "events[0].residence"),
    (("events", 2), {"at": "2026-02-15", "what": "decision_notified"}, "events[2].decision"),
    (
        ("events", 2),
        {"at": "2026-02-15", "what": "decision_notified", "decision": "maybe"},
        "events[2].decision",
    ),
    (("events", 2), {"at": "2026-02-15", "what": "delay_extended"}, "events[2].months"),
    (
        ("events", 2),
        {"at": "2026-02-15", "what": "delay_extended", "months": 0},
        "events[2].months",
    ),
    (
        ("events", 2),
        {"at": "2026-02-15", "what": "delay_extended", "months": "1"},
        "events[2].months",
    ),
    (
        ("events", 2),
        {"at": "2026-02-15", "what": "delay_extended", "months": 1.5},
        "events[2].months",
    ),
    (
        ("events", 2),
        {"at": "2026-02-15", "what": "delay_extended", "months": True},
        "events[2].months",
    ),
    (
        ("events", 2),
        {"at": "2026-02-15", "what": "delay_extended", "months": 25},
        "events[2].months",
    ),
    (
        ("events", 2),
        {"at": "2026-02-15", "what": "delay_extended", "months": 1, "notified_on": "2026-02-14"},
        "events[2].notified_on",
    ),
    (
        ("events", 2),
        {
            "at": "2026-02-15",
            "what": "decision_notified",
            "decision": "grant",
            "decided_on": "2026-02-16",
        },
        "events[2].decided_on",
    ),
    (
        ("events", 2),
        {"at": "2026-02-15", "what": "opinion_received", "sense": 4},
        "events[2].sense",
    ),
    (
        ("events", 2),
        {"at": "2026-02-15", "what": "opinion_received", "service": " "},
        "events[2].service",
    ),
]


def changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    document = copy.deepcopy(GOOD)
    place: Any = document
    for key in path[:-1]:
        place = place[key]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


@pytest.mark.parametrize(("path", "value", "field"), BAD)
def test_a_bad_fact_names_its_field(path: tuple[Any, ...], value: Any, field: str) -> None:
    answers = timeline_answers(changed(path, value))
    assert answers.failed
    assert isinstance(answers.value, dict)
    assert answers.value["error"]["field"] == field
    assert answers.value["error"]["message"]
    assert set(answers.value) == {"error"}


@pytest.mark.parametrize("document", [None, 3, "facts", True, 1.5])
def test_what_is_no_document_is_refused(document: object) -> None:
    answers = timeline_answers(document)
    assert answers.failed
    assert isinstance(answers.value, dict)
    assert answers.value["error"]["field"] == "$"


def test_an_unknown_procedure_is_refused() -> None:
    answers = timeline_answers({"procedure": "commune/licorne", "events": GOOD["events"]})
    assert isinstance(answers.value, dict)
    assert answers.value["error"]["field"] == "procedure"
    assert "commune/declaration-prealable" in answers.value["error"]["message"]


def test_too_many_events_are_refused() -> None:
    events = [GOOD["events"][0]] + [GOOD["events"][2]] * 1000
    answers = timeline_answers({**GOOD, "events": events})
    assert isinstance(answers.value, dict)
    assert answers.value["error"]["field"] == "events"
    assert not timeline_answers({**GOOD, "events": events[:1000]}).failed


def test_a_list_is_answered_in_order() -> None:
    answers = timeline_answers([GOOD, changed(("calendar",), "lune"), GOOD])
    assert answers.failed
    assert isinstance(answers.value, list)
    assert ["error" in one for one in answers.value] == [False, True, False]
    assert not timeline_answers([GOOD, GOOD]).failed
    assert timeline_answers([]) == ([], False)


@pytest.mark.parametrize(("path", "value", "field"), BAD)
def test_the_schema_refuses_it_too(path: tuple[Any, ...], value: Any, field: str) -> None:
    """What depends on two facts, or on the calendar of days, is beyond a schema."""
    beyond = {
        *("events[1].at", "events[1].received_on", "events[2].notified_on"),
        *("on", "events[2].decided_on", "events[0].at", "events[1].limit", "regime.delay"),
        "calendar",
    }
    document = changed(path, value)
    valid = jsonschema.Draft202012Validator(facts_schema()).is_valid(document)
    assert field in beyond or not valid


def test_the_schema_accepts_what_is_read() -> None:
    schema = facts_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(GOOD, schema)
    jsonschema.validate([GOOD, GOOD], schema)
    assert not timeline_answers(GOOD).failed


JUNK: list[Any] = [
    *(None, True, 0, 1, 24, 25, -1, 1.5, "", " ", "x", [], {}, "P1M", "grant", "refusal", "post"),
    *("abroad", "paper", "receipt", "gracious", "2026-03-01", "2026-02-30", "0001-01-01"),
    *("1989-12-31", "2100-01-01", "2026-03-01T10:00:00", "2026-03-01T23:30:00Z", "2026-03-01T"),
    *("2026-3-1", "20260301", "metropole", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00Z"),
]
# What no schema of one field can see: the order of facts, and days that the calendar lacks.
BEYOND = ("précède", "suit la notification", "n’est pas une date")


@pytest.mark.parametrize("what", WHATS)
def test_the_schema_and_the_reader_agree_on_every_field(what: str) -> None:
    validator = jsonschema.Draft202012Validator(facts_schema())
    event = {"at": "2026-02-01", "what": what, "months": 1, "decision": "grant"}
    before = [] if what == "filed" else [{"at": "2026-01-10", "what": "filed"}]
    for name in ("at", "what", "unknown", *FIELDS):
        for value in JUNK:
            document = {"regime": {"silence": "none"}, "events": [*before, {**event, name: value}]}
            answer = timeline_answers(document).value
            assert isinstance(answer, dict)
            message = answer.get("error", {}).get("message", "")
            if not any(reason in message for reason in BEYOND):
                assert validator.is_valid(document) is not bool(message), (name, value, message)


@pytest.mark.parametrize("name", ["silence", "delay", "domain", "nature", "article", "source"])
@pytest.mark.parametrize("silence", ["none", "rejection"])
def test_the_schema_and_the_reader_agree_on_a_regime(name: str, silence: str) -> None:
    validator = jsonschema.Draft202012Validator(facts_schema())
    for value in (*JUNK, "P0M", "P10WD", "planning", "none", "P", "P2M3D", "P1D1M"):
        regime = {"silence": silence, "delay": "P2M", name: value}
        document = {"regime": regime, "events": GOOD["events"]}
        assert validator.is_valid(document) is not timeline_answers(document).failed, value


def test_facts_are_put_in_order() -> None:
    upside_down = {**GOOD, "events": list(reversed(GOOD["events"]))}
    assert timeline_answers(upside_down).value == timeline_answers(GOOD).value
    assert [fact.what for fact in read_facts(upside_down).events] == [
        "filed",
        "pieces_asked",
        "pieces_given",
    ]


def test_instants_are_dated_in_the_zone() -> None:
    late = changed(("events", 0, "at"), "2026-01-10T23:30:00Z")
    assert read_facts(late).events[0].at.isoformat() == "2026-01-11"
    there = {**late, "calendar": "martinique"}
    assert read_facts(there).events[0].at.isoformat() == "2026-01-10"
    offset = changed(("events", 0, "at"), "2026-01-10T23:30:00-04:00")
    assert read_facts(offset).events[0].at.isoformat() == "2026-01-11"
    naive = changed(("events", 0, "at"), "2026-01-10T23:30")
    assert read_facts(naive).events[0].at.isoformat() == "2026-01-10"


def test_two_facts_of_one_day_keep_their_hours() -> None:
    document = copy.deepcopy(GOOD)
    document["events"] = [
        {"at": "2026-01-10T16:00", "what": "pieces_given"},
        {"at": "2026-01-10T15:00", "what": "pieces_asked", "limit": "2026-02-10"},
        {"at": "2026-01-10T17:00", "what": "filed"},
    ]
    assert [fact.what for fact in read_facts(document).events] == [
        "filed",
        "pieces_asked",
        "pieces_given",
    ]


def test_the_calendar_is_metropole_by_default() -> None:
    document = {key: value for key, value in GOOD.items() if key != "calendar"}
    assert read_facts(document).calendar.name == "metropole"


def test_a_field_that_says_nothing_is_remarked() -> None:
    document = changed(("events", 0, "limit"), "2026-03-01")
    answer = timeline_answers(document).value
    assert isinstance(answer, dict)
    assert "events[0].limit" in answer["warnings"][0]["fr"]
    assert "events[0].limit" in answer["warnings"][0]["en"]


def test_null_is_absent() -> None:
    answer = timeline_answers(changed(("events", 1, "received_on"), None))
    assert not answer.failed
    with_null = {**GOOD, "on": None}
    assert read_on(with_null) is None


def test_the_day_asked_about_limits_what_is_known() -> None:
    then = timeline_answers({**GOOD, "on": "2026-02-10"}).value
    assert isinstance(then, dict)
    assert then["tacit"]["last_day"] == "2026-04-07"
    assert then["clock"]["state"] == "paused"
    assert all(step["what"] != "pieces_given" for step in then["steps"])


def test_a_planning_regime_may_be_given_bare() -> None:
    document = {
        "regime": {"silence": "acceptance", "delay": "P1M", "domain": "planning", "nature": "DP"},
        "events": [
            {"at": "2026-01-21", "what": "filed"},
            {"at": "2026-02-10", "what": "pieces_asked"},
        ],
    }
    answer = timeline_answers(document).value
    assert isinstance(answer, dict)
    assert answer["tacit"]["article"] == "C. urb. R423-39"
    named = {**document, "regime": {**document["regime"], "article": "C. urb. L424-2"}}  # type: ignore[dict-item]
    facts = read_facts(named)
    assert facts.regime.article == "C. urb. L424-2"
    assert facts.regime.nature == "DP"


def test_a_row_of_the_regimes_may_be_given_back() -> None:
    for row in regimes_table():
        document = {"regime": row, "events": [{"at": "2026-01-21", "what": "filed"}]}
        jsonschema.validate(document, facts_schema())
        answer = timeline_answers(document).value
        assert isinstance(answer, dict)
        assert (answer["tacit"] is None) is (row["silence"] == "none")
        if answer["tacit"] is not None:
            assert answer["tacit"]["article"] == row["article"]


def test_a_planning_field_outside_planning_is_remarked() -> None:
    answer = timeline_answers(changed(("events", 1, "in_code"), False)).value
    assert isinstance(answer, dict)
    assert "regime.domain" in answer["warnings"][0]["fr"]
    assert answer["tacit"]["last_day"] == "2026-03-24"
    planning = {**GOOD, "regime": {**GOOD["regime"], "silence": "acceptance"}}
    planning["regime"]["domain"] = "planning"
    assert read_facts(planning).remarks == ()


@pytest.mark.parametrize("text", ["", "{", "[1,", "[" * 100_000, "\ufeff{}", "nul"])
def test_what_is_not_json_is_refused(text: str) -> None:
    answers = answers_to_text(text, timeline_answer)
    assert answers.failed
    assert isinstance(answers.value, dict)
    assert answers.value["error"]["field"] == "$"
    assert "JSON" in answers.value["error"]["message"]
    assert answers_to_text(json.dumps(GOOD), timeline_answer) == timeline_answers(GOOD)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xe9", "UTF-8"),
        (b"{\n  ]", "ligne 2, colonne 3"),
        (b"1" * 5000, "trop long"),
        (b"[" * 100_000, "niveaux"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, why: str) -> None:
    answer = answers_to_text(content, timeline_answer).value
    assert isinstance(answer, dict)
    assert why in answer["error"]["message"]


def test_a_byte_order_mark_is_no_fault() -> None:
    assert not answers_to_text(json.dumps(GOOD).encode("utf-8-sig"), timeline_answer).failed


@pytest.mark.parametrize(
    ("once", "twice", "field"),
    [
        ('"calendar": ', '"calendar": "reunion", "calendar": ', "calendar"),
        ('"silence": ', '"silence": "none", "silence": ', "regime.silence"),
        ('"limit": ', '"limit": "2026-02-03", "limit": ', "events[1].limit"),
    ],
)
def test_a_field_given_twice_is_refused(once: str, twice: str, field: str) -> None:
    text = json.dumps([GOOD, GOOD]).replace(once, twice, 1)
    answers = answers_to_text(text, timeline_answer)
    assert isinstance(answers.value, list)
    bad, good = answers.value
    assert bad["error"]["field"] == field
    assert good == timeline_answers(GOOD).value


def test_a_field_without_a_name_is_placed_in_the_document() -> None:
    answer = timeline_answers({**GOOD, "": 1}).value
    assert isinstance(answer, dict)
    assert answer["error"]["field"] == "$"
