"""What holds whatever is typed: no hidden answer survives, nothing raises, showing is stable."""

import json
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.forms.checking import check_all, check_page, prune_hidden, visible_pages
from services.forms.contracts import Procedure
from services.forms.fields.base import Circumstances, Field
from services.forms.fields.conditions import holds
from services.forms.fields.day import DayField
from services.forms.fields.group import GroupField
from services.forms.fields.number import DecimalField, IntegerField, MoneyField
from services.forms.loading import load_catalogue
from services.forms.options import resolve_options
from services.forms.showing import json_schema, page_inputs, shown_pages
from services.foundation.definitions import DefinitionError
from services.foundation.i18n import Text
from services.foundation.settings import ROOT
from tests.rules.forms.small import MARIE, communes, written_in

CATALOGUE = load_catalogue(ROOT / "forms")
TODAY = date(2026, 11, 22)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

typed_text = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zs", "Nd", "So"]), max_size=10),
    st.sampled_from(
        ["yes", "no", "12", "1 234,5", "03/12/2026", "31/02/2026", "Gien", "Saint-Denis", "x@y.fr"]
    ),
)


def leaves(fields: tuple[Field, ...], prefix: str = "") -> Iterator[tuple[str, Field]]:
    """Every input of these questions, two rows for a group."""
    for field in fields:
        path = prefix + field.id
        if isinstance(field, GroupField):
            for row in (0, 3):
                yield from leaves(field.fields, f"{path}[{row}].")
        elif field.parts:
            yield from leaves(field.parts, f"{path}.")
        else:
            yield path, field


def answer_to(field: Field) -> st.SearchStrategy[str]:
    """Something a person could type, right more often than not."""
    sensible = {
        "choice": [choice.id for choice in getattr(field, "choices", ())],
        "choices": [choice.id for choice in getattr(field, "choices", ())],
        "yes_no": ["yes", "no"],
        "integer": ["1", "12", "400"],
        "decimal": ["1,5", "12", "0"],
        "date": ["22/12/2026", "2 janvier 2027", "01/01/2020"],
        "commune": ["Gien", "45155"],
        "siret": ["35600000000048"],
        "rna": ["W452001234"],
        "time": ["18 h 30", "9h", "24:00"],
        "phone": ["06 39 98 12 34"],
        "email": ["a@example.fr"],
        "files": ["11111111-1111-4111-8111-111111111111"],
    }.get(field.kind, ["Gien", "45500", "12 rue des Lilas"])
    return st.one_of(st.sampled_from(sensible), st.just(""), typed_text)


Pages = dict[str, dict[str, list[str]]]


@st.composite
def sent(draw: st.DrawFn) -> tuple[str, Pages]:
    """The id of a procedure of the catalogue, and what was typed on each of its pages."""
    procedure_id = draw(st.sampled_from(sorted(CATALOGUE)))
    procedure = CATALOGUE[procedure_id]
    pages = {}
    for page in procedure.pages:
        raw = {}
        for path, field in leaves(page.fields):
            raw[path] = draw(st.lists(answer_to(field), min_size=0, max_size=2))
        pages[page.id] = raw
    return procedure_id, pages


def filled(procedure: Procedure, pages: Pages, options: dict[str, object]) -> dict[str, object]:
    answers: dict[str, object] = {}
    for page_id, raw in pages.items():
        result = check_page(
            procedure, page_id, raw, answers, options,
            language="fr", today=TODAY, communes=communes,
        )  # fmt: skip
        for path, sentence in result.errors.items():
            assert path.startswith(tuple(field.id for field in procedure.page(page_id).fields))
            assert sentence.strip()
        answers = dict(result.answers)
    return answers


def visible_ids(procedure: Procedure, answers: dict[str, object], options: dict[str, object]):
    around = Circumstances(options=options, answers=answers, today=TODAY)
    return {
        field.id
        for page in visible_pages(procedure, answers, options, today=TODAY)
        for field in page.fields
        if holds(field.when, around)
    }


@FEW
@given(sent())
def test_hidden_answers_never_survive(
    what: tuple[str, Pages],
) -> None:
    procedure, pages = CATALOGUE[what[0]], what[1]
    options = resolve_options(procedure, {})
    answers = filled(procedure, pages, options)
    assert answers.keys() <= visible_ids(procedure, answers, options)
    result = check_all(procedure, answers, options, "fr", today=TODAY)
    assert result.answers.keys() <= visible_ids(procedure, dict(result.answers), options)
    # What was settled is settled: looking again changes nothing.
    assert prune_hidden(procedure, result.answers, options, today=TODAY) == result.answers


@FEW
@given(sent())
def test_what_passes_agrees_with_its_schema_and_can_be_read(
    what: tuple[str, Pages],
) -> None:
    procedure, pages = CATALOGUE[what[0]], what[1]
    options = resolve_options(procedure, {})
    answers = filled(procedure, pages, options)
    result = check_all(procedure, answers, options, "fr", today=TODAY)
    if not result.errors:
        jsonschema.Draft202012Validator(json_schema(procedure)).validate(result.answers)
    for language in ("fr", "en"):
        for page in shown_pages(procedure, result.answers, options, language):
            assert all(one.text.strip() for one in page.answers)
    # Kept as JSON, it comes back the same and passes the same.
    again = json.loads(json.dumps(result.answers))
    assert again == result.answers
    assert check_all(procedure, again, options, "fr", today=TODAY).errors == result.errors


@FEW
@given(sent())
def test_a_page_put_back_in_its_inputs_gives_the_same_answers(
    what: tuple[str, Pages],
) -> None:
    procedure, pages = CATALOGUE[what[0]], what[1]
    options = resolve_options(procedure, {})
    answers = filled(procedure, pages, options)
    for page in procedure.pages:
        good = {key: value for key, value in answers.items() if procedure.field(key) is not None}
        inputs = page_inputs(page, good, "en")
        again = check_page(
            procedure, page.id, inputs, answers, options,
            language="en", today=TODAY, communes=communes,
        )  # fmt: skip
        assert again.answers == answers


@FEW
@given(
    st.sampled_from(sorted(CATALOGUE)),
    st.dictionaries(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=3), max_size=20),
)
def test_no_input_raises(procedure_id: str, raw: dict[str, list[str]]) -> None:
    procedure = CATALOGUE[procedure_id]
    options = resolve_options(procedure, {})
    for page in procedure.pages:
        check_page(procedure, page.id, raw, {}, options, language="fr", today=TODAY)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=6,
)


@FEW
@given(st.sampled_from(sorted(CATALOGUE)), st.data())
def test_no_kept_answer_raises(procedure_id: str, data: st.DataObject) -> None:
    procedure = CATALOGUE[procedure_id]
    options = resolve_options(procedure, {})
    ids = [field.id for page in procedure.pages for field in page.fields]
    answers = data.draw(st.dictionaries(st.sampled_from(ids), json_values, max_size=12))
    result = check_all(procedure, {"requester": MARIE, **answers}, options, "fr", today=TODAY)
    assert all(sentence.strip() for sentence in result.errors.values())
    if not result.errors:
        jsonschema.Draft202012Validator(json_schema(procedure)).validate(result.answers)


LABEL = Text("Nombre", "Number")
NUMBERS = [
    (IntegerField(id="n", label=LABEL, min=-(10**12)), st.integers(-(10**12), 10**12)),
    (MoneyField(id="n", label=LABEL, min=-(10**12)), st.integers(-(10**12), 10**12)),
    (
        DecimalField(id="n", label=LABEL, min=-(10**12), places=3),
        st.decimals(-(10**12) + 1, 10**12 - 1, places=3).map(float),
    ),
]


@pytest.mark.parametrize(("field", "values"), NUMBERS, ids=["integer", "money", "decimal"])
def test_a_number_shown_reads_the_same(field: Field, values: st.SearchStrategy[object]) -> None:
    @settings(max_examples=200, deadline=None)
    @given(values)
    def stable(value: object) -> None:
        typed = field.inputs(value, "n", "fr")
        answer = field.parse(typed, "n", Circumstances())
        assert answer.errors == {}
        assert answer.value == value
        assert field.show(answer.value, "fr") == field.show(value, "fr")
        assert math.isfinite(float(str(value)))

    stable()


@settings(max_examples=300, deadline=None)
@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_a_day_shown_reads_the_same(day: date) -> None:
    field = DayField(id="d", label=LABEL)
    for typed in (
        field.show(day.isoformat(), "fr"),
        *field.inputs(day.isoformat(), "d", "fr")["d"],
    ):
        assert field.parse({"d": [typed]}, "d", Circumstances()).value == day.isoformat()


WRITTEN = {
    path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "forms").glob("*/*.yaml"))
}


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A shipped definition that somebody has edited badly."""
    lines = WRITTEN[draw(st.sampled_from(sorted(WRITTEN)))].splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        key, _, _ = lines[at].partition(":")
        way = draw(st.sampled_from(["drop", "repeat", "shift", "value", "key"]))
        lines[at : at + 1] = {
            "drop": [],
            "repeat": [lines[at], lines[at]],
            "shift": [f"  {lines[at]}"],
            "value": [f"{key}: {draw(st.sampled_from(ODD_VALUES))}"],
            "key": [lines[at].replace("i", "j", 1)],
        }[way]
    return "\n".join(lines)


ODD_VALUES = ["", "12", "-1", "true", "~", "[]", "{}", "[1, x]", "{ fr: x }", "a == ", "size(1)"]


TOO_SLOW, SHARED = HealthCheck.too_slow, HealthCheck.function_scoped_fixture


@settings(max_examples=40, deadline=None, suppress_health_check=[TOO_SLOW, SHARED])
@given(text=damaged())
def test_a_damaged_definition_loads_or_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    error = refusal_of(tmp_path, text)
    assert error is None or (error.file, bool(error.message)) == ("forms/commune/essai.yaml", True)
    assert error is None or 1 <= error.line <= text.count("\n") + 1


def refusal_of(folder: Path, text: str) -> DefinitionError | None:
    try:
        written_in(folder, text)
    except DefinitionError as error:
        return error
    return None
