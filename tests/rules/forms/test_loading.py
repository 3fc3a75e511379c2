"""A definition is checked whole when it is loaded, and refused with its file and line."""

from pathlib import Path

import pytest

from services.forms.loading import load_catalogue, procedure_from
from services.foundation.definitions import DefinitionError
from services.foundation.settings import ROOT
from tests.rules.forms.conftest import Ask
from tests.rules.forms.small import LABEL, YOU, definition, written_in


def refusal(folder: Path, text: str) -> tuple[str, DefinitionError]:
    """The line of `text` that is refused, and the error."""
    with pytest.raises(DefinitionError) as caught:
        written_in(folder, text)
    error = caught.value
    assert error.file == "forms/commune/essai.yaml"
    return text.splitlines()[error.line - 1].strip(), error


CHOICE = f"""
- id: sort
  kind: choice
  {LABEL}
  choices: [{{ id: a, label: {{ fr: A, en: A }} }}]
"""

WRONG_QUESTIONS = [
    ("- id: a\n  kind: texte\n  label: { fr: A, en: A }", "kind: texte", "`kind` is `texte`"),
    (f"- id: a\n  kind: text\n  {LABEL}\n  maxlength: 3", "maxlength: 3", "did you mean"),
    (f"- id: A b\n  kind: text\n  {LABEL}", "- id: A b", "cannot be an id"),
    (f"- id: today\n  kind: text\n  {LABEL}", "- id: today", "cannot be an id"),
    ("- id: a\n  kind: text\n  label: { fr: A }", "label: { fr: A }", "not written in `en`"),
    (f"- id: requester\n  kind: text\n  {LABEL}", "- id: requester", "already the id"),
    (f"- id: a\n  kind: choice\n  {LABEL}", "- id: a", "at least one choice"),
    (f"- id: a\n  kind: text\n  {LABEL}\n  when: sort ==", "when: sort ==", "position 1:8"),
    (f'- id: a\n  kind: text\n  {LABEL}\n  when: srot == "a"', 'when: srot == "a"', "`srot`"),
    (f"- id: a\n  kind: text\n  {LABEL}\n  when: sort > 3", "when: sort > 3", "cannot be worked"),
    (f"- id: a\n  kind: text\n  {LABEL}\n  when: sort", "when: sort", "is not a condition"),
    (f'- id: a\n  kind: text\n  {LABEL}\n  when: a == "x"', 'when: a == "x"', "not known here"),
    (f'- id: a\n  kind: text\n  {LABEL}\n  when: b == "x"\n- id: b\n  kind: text\n  {LABEL}',
     'when: b == "x"', "asked later"),
    (f"- id: a\n  kind: date\n  {LABEL}\n  min: demain", "min: demain", "such as 2026-12-03"),
    (f"- id: a\n  kind: integer\n  {LABEL}\n  min: 5\n  max: 1", "max: 1", "must not exceed"),
    (f"- id: a\n  kind: files\n  {LABEL}\n  max_mb: 21", "max_mb: 21", "between 1 and 20"),
    (f"- id: a\n  kind: files\n  {LABEL}\n  accept: [exe]", "accept: [exe]", "knows pdf"),
    (f"- id: a\n  kind: files\n  {LABEL}\n  piece: plan", "piece: plan", "not among `pieces`"),
    (f"- id: a\n  kind: text\n  {LABEL}\n  prefill: identity", "prefill: identity", "kind person"),
    (f"- id: a\n  kind: text\n  {LABEL}\n  prefill: x", "prefill: x", "one of identity"),
    (f"- id: a\n  kind: text\n  {LABEL}\n  hint: {{ fr: '{{jours}}', en: x }}",
     "hint: { fr: '{jours}', en: x }", "`{jours}` is no option"),
    (f"- id: a\n  kind: computed\n  shown_as: integer\n  {LABEL}\n  value: size(x)",
     "value: size(x)", "not known here"),
    (f"- id: a\n  kind: group\n  {LABEL}\n  row_label: {{ fr: A, en: A }}\n  fields: []",
     "fields: []", "at least one question"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "line", "says"), WRONG_QUESTIONS)
def test_a_wrong_question_is_told_at_its_line(
    tmp_path: Path, fields: str, line: str, says: str
) -> None:
    found, error = refusal(tmp_path, definition(CHOICE + fields))
    assert found == line
    assert says in error.message


PIECE = """
pieces:
  - id: plan
    label: { fr: Plan, en: Plan }
    indispensable: true
    legal_basis: règlement
"""

WRONG_PARTS = [
    ("colour: red", "colour: red", "unknown key `colour`"),
    ("version: 2", "version: 2", "already written at line"),
    (PIECE, "- id: plan", "no question collects"),
    ("located_by: requester", "located_by: requester", "of kind commune"),
    ("requester: somebody", "fields:", "R112-9-1"),
    ("options: [{ id: a, kind: integer, label: { fr: A, en: A } }]", None, "`default` is missing"),
    ("options: [{ id: a, kind: integer, max: 3, default: 9, label: { fr: A, en: A } }]", None,
     "`default` is refused: Write 3 or less"),
    ("statements: [{ id: a, text: { fr: A, en: A }, when: b }]", None, "names `b`"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "line", "says"), WRONG_PARTS)
def test_a_wrong_part_is_told_at_its_line(
    tmp_path: Path, more: str, line: str | None, says: str
) -> None:
    found, error = refusal(tmp_path, definition(CHOICE, more=more))
    assert says in error.message
    assert found == (line or more)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("  - text: CRPA, article L112-8\n    about: { fr: La saisine, en: The filing }\n", "",
         "without legal basis may not be offered"),
        ("delay: P2M", "delay: 60 days", "period such as P2M"),
        ("effect: acceptance", "effect: none", "absent where the effect is `none`"),
        ("effect: acceptance", "effect: perhaps", "one of acceptance"),
        ("theme: environment", "theme: misc", "`theme` is `misc`"),
        ("life_events: [everyday]", "life_events: [party]", "no life event"),
        ("minutes: 5", "minutes: 0", "begins at 1"),
        ("kind: request\n", "kind: demande\n", "one of permit"),
        ("months: 12", "months: 0", "between 1 and 1200"),
        ("        email: required\n", "        email: optional\n", "R112-9-1"),
        ("title: { fr: Essai, en: Trial }\n", "", "`title` is missing"),
    ],
)  # fmt: skip
def test_what_every_procedure_must_say(tmp_path: Path, before: str, after: str, says: str) -> None:
    text = definition(CHOICE)
    assert before in text
    _, error = refusal(tmp_path, text.replace(before, after, 1))
    assert says in error.message


def test_groups_go_two_deep(tmp_path: Path) -> None:
    def group(name: str, inside: str) -> str:
        body = "\n".join(f"    {line}" for line in inside.splitlines())
        return (
            f"- id: {name}\n  kind: group\n  {LABEL}\n"
            f"  row_label: {{ fr: Ligne, en: Row }}\n  fields:\n{body}"
        )

    leaf = f"- id: leaf\n  kind: text\n  {LABEL}"
    written_in(tmp_path, definition(group("one", group("two", leaf))))
    _, error = refusal(tmp_path, definition(group("one", group("two", group("three", leaf)))))
    assert "2 deep at most" in error.message


def test_a_level_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="one of commune, epci, departement"):
        written_in(tmp_path, definition(), "region/essai")


def test_the_requester_may_not_be_hidden(tmp_path: Path) -> None:
    hidden = YOU.replace("email: required", "email: required\n        when: 1 == 2")
    _, error = refusal(tmp_path, definition(CHOICE, you=hidden))
    assert "R112-9-1" in error.message


def test_what_is_published_loads_the_same(asking: Ask) -> None:
    procedure = asking(CHOICE)
    again = procedure_from(procedure.id, procedure.definition)
    assert again.digest == procedure.digest
    assert again.pages == procedure.pages


def test_the_digest_is_of_what_is_said(tmp_path: Path) -> None:
    text = definition(CHOICE)
    first = written_in(tmp_path, text)
    assert written_in(tmp_path, f"# a remark\n{text}").digest == first.digest
    assert written_in(tmp_path, text.replace("minutes: 5", "minutes: 6")).digest != first.digest


def test_the_shared_catalogue_loads() -> None:
    assert len(load_catalogue(ROOT / "forms")) >= 4


WHO = f"""
- id: rna
  kind: rna
  {LABEL}
- id: held_on
  kind: date
  {LABEL}
- id: opener
  kind: choice
  {LABEL}
  choices: [{{ id: association, label: {{ fr: A, en: A }} }}]
"""
KEPT = "register: { kind: drinking_places, by: rna, on: held_on, opener: opener }"
OTHER = WHO.replace("id: association", "id: shop")
MAYBE = WHO.replace("kind: rna\n", "kind: rna\n  required: false\n")
HIDDEN = WHO.replace("kind: choice\n", 'kind: choice\n  when: held_on > "2026-01-01"\n')


class TestARegister:
    def test_is_kept_by_questions_that_are_always_asked(self, tmp_path: Path) -> None:
        register = written_in(tmp_path, definition(WHO, more=KEPT)).register
        assert register is not None
        assert (register.by, register.on, register.opener) == ("rna", "held_on", "opener")
        assert written_in(tmp_path, definition(WHO)).register is None

    @pytest.mark.parametrize(
        ("questions", "register", "told"),
        [
            (WHO, KEPT.replace("drinking_places", "dogs"), "`kind` is `dogs`"),
            (WHO, KEPT.replace("by:", "bye:"), "did you mean"),
            (WHO, KEPT.replace("by: rna", "by: opener"), "`by` must name a question of kind rna"),
            (WHO, KEPT.replace("on: held_on", "on: day"), "`on` must name a question of kind date"),
            (MAYBE, KEPT, "`by` must name a question of kind rna that is always asked"),
            (HIDDEN, KEPT, "`opener` must name a question of kind choice that is always asked"),
            (OTHER, KEPT, "the law gives no quota for `shop`"),
        ],
    )
    def test_is_refused_where_it_is_written(
        self, tmp_path: Path, questions: str, register: str, told: str
    ) -> None:
        line, error = refusal(tmp_path, definition(questions, more=register))
        assert line == register
        assert told in error.message
