"""A page is posted; a request is looked at again; what is hidden has no answer."""

from datetime import date

import pytest

from services.forms.checking import (
    asked_pieces,
    check_all,
    check_page,
    location_of,
    missing_pieces,
    prune_hidden,
    requester_of,
    silence_of,
    visible_fields,
    visible_pages,
)
from services.forms.contracts import Procedure
from services.forms.errors import OptionRefused
from services.forms.options import resolve_options
from services.forms.prefilling import prefilled
from services.forms.showing import json_schema, page_inputs, shown_pages
from tests.rules.forms.conftest import Ask
from tests.rules.forms.small import LABEL, MARIE, communes, questions

TODAY = date(2026, 11, 22)
LETTERS = "choices: [{ id: a, label: { fr: A, en: A } }, { id: b, label: { fr: B, en: B } }]"
CHAIN = f"""
- id: first
  kind: choice
  {LABEL}
  {LETTERS}
- id: second
  kind: choice
  when: first == "a"
  {LABEL}
  {LETTERS}
- id: third
  kind: text
  when: second == "b"
  {LABEL}
"""
ROWS = f"""
- id: rows
  kind: group
  label: {{ fr: Lignes, en: Rows }}
  row_label: {{ fr: Ligne, en: Row }}
  max_rows: 3
  fields:
    - id: kind
      kind: choice
      {LABEL}
      {LETTERS}
    - id: detail
      kind: text
      when: kind == "b"
      {LABEL}
    - id: inner
      kind: group
      required: false
      label: {{ fr: Dedans, en: Inside }}
      row_label: {{ fr: Rang, en: Rank }}
      fields:
        - id: size
          kind: integer
          min: 1
          {LABEL}
- id: sizes
  kind: computed
  shown_as: integer
  {LABEL}
  value: size(rows)
"""


def posted(procedure: Procedure, answers: dict[str, object], **typed: str | list[str]):
    raw = {name: [text] if isinstance(text, str) else text for name, text in typed.items()}
    return check_page(
        procedure, "asked", raw, answers, {}, language="fr", today=TODAY, communes=communes
    )


class TestHiddenAnswers:
    def test_are_dropped_when_typed(self, asking: Ask) -> None:
        result = posted(asking(CHAIN), {}, first="b", second="b", third="x")
        assert result.errors == {}
        assert result.values == {"first": "b"}

    def test_are_dropped_from_the_draft_by_a_later_answer(self, asking: Ask) -> None:
        procedure = asking(CHAIN)
        before = posted(procedure, {}, first="a", second="b", third="x").answers
        assert before == {"first": "a", "second": "b", "third": "x"}
        after = posted(procedure, dict(before), first="b", second="b", third="x")
        assert after.answers == {"first": "b"}

    def test_are_not_asked_for(self, asking: Ask) -> None:
        result = posted(asking(CHAIN), {}, first="a", second="a")
        assert result.errors == {}

    def test_reveal_the_next_question_once_given(self, asking: Ask) -> None:
        procedure = asking(CHAIN)
        page = procedure.pages[1]
        shown = visible_fields(procedure, page, {"first": "a"}, {})
        assert [field.id for field in shown] == ["first", "second"]
        assert posted(procedure, {}, first="a").errors.keys() == {"second"}

    def test_of_a_hidden_page_go_with_it(self, asking: Ask) -> None:
        procedure = asking(
            CHAIN,
            pages=questions(f"- id: late\n  kind: text\n  {LABEL}").replace(
                "id: asked", 'id: more\n    when: first == "a"'
            ),
        )
        answers = {"first": "b", "late": "x"}
        assert [page.id for page in visible_pages(procedure, answers, {})] == ["you", "asked"]
        assert prune_hidden(procedure, answers, {}) == {"first": "b"}
        assert prune_hidden(procedure, {**answers, "first": "a"}, {}) == {"first": "a", "late": "x"}

    def test_and_unknown_ones_never_reach_the_request(self, asking: Ask) -> None:
        answers = {"requester": MARIE, "first": "b", "second": "b", "third": "x", "other": 1}
        result = check_all(asking(CHAIN), answers, {}, "fr")
        assert result.errors == {}
        assert result.answers == {"requester": MARIE, "first": "b"}


class TestRows:
    def test_are_numbered_again_without_the_blank_ones(self, asking: Ask) -> None:
        result = posted(
            asking(ROWS), {}, **{"rows[1].kind": "b", "rows[1].detail": " ", "rows[4].kind": "a"}
        )
        assert result.errors.keys() == {"rows[0].detail"}
        assert result.echo == {
            "rows[0].kind": ["b"],
            "rows[1].kind": ["a"],
        }

    def test_hide_their_own_questions(self, asking: Ask) -> None:
        result = posted(
            asking(ROWS), {}, **{"rows[0].kind": "a", "rows[0].detail": "x", "rows[1].kind": "b"}
        )
        assert result.errors.keys() == {"rows[1].detail"}
        kept = check_all(
            asking(ROWS), {"requester": MARIE, "rows": [{"kind": "a", "detail": "x"}]}, {}, "fr"
        )
        assert kept.errors == {}
        assert kept.answers["rows"] == [{"kind": "a"}]

    def test_nest(self, asking: Ask) -> None:
        typed = {"rows[0].kind": "a", "rows[0].inner[0].size": "0", "rows[0].inner[7].size": "3"}
        result = posted(asking(ROWS), {}, **typed)
        assert result.errors == {"rows[0].inner[0].size": "Écrivez 1 ou plus"}
        right = posted(asking(ROWS), {}, **{**typed, "rows[0].inner[0].size": "2"})
        assert right.values["rows"] == [{"kind": "a", "inner": [{"size": 2}, {"size": 3}]}]

    def test_are_counted_by_what_is_computed(self, asking: Ask) -> None:
        result = posted(asking(ROWS), {}, **{"rows[0].kind": "a", "rows[1].kind": "a"}, sizes="9")
        assert result.values["sizes"] == 2

    def test_are_at_least_and_at_most(self, asking: Ask) -> None:
        assert "au moins une ligne" in posted(asking(ROWS), {}).errors["rows"]
        many = {f"rows[{n}].kind": "a" for n in range(4)}
        assert posted(asking(ROWS), {}, **many).errors == {"rows": "Gardez 3 lignes au plus"}

    def test_go_back_into_their_inputs(self, asking: Ask) -> None:
        procedure = asking(ROWS)
        typed = {"rows[0].kind": "b", "rows[0].detail": "x", "rows[0].inner[0].size": "1 200"}
        answers = dict(posted(procedure, {}, **typed).answers)
        inputs = page_inputs(procedure.pages[1], answers, "fr")
        assert inputs["rows[0].inner[0].size"] == ["1200"]
        again = check_page(procedure, "asked", inputs, {}, {}, language="fr", communes=communes)
        assert again.answers == answers


class TestRules:
    FIELDS = f"""
    - id: starts_on
      kind: date
      {LABEL}
      checks:
        - that: starts_on >= add_days(today, options.notice)
          say: {{ fr: "Dans {{notice}} jours au plus tôt", en: "At least {{notice}} days ahead" }}
    - id: ends_on
      kind: date
      {LABEL}
      checks:
        - that: ends_on >= starts_on
          say: {{ fr: Après le premier jour, en: After the first day }}
    """
    MORE = "options: [{ id: notice, kind: integer, default: 15, label: { fr: A, en: A } }]"

    def check(self, procedure: Procedure, start: str, end: str, language: str = "fr"):
        return check_page(
            procedure,
            "asked",
            {"starts_on": [start], "ends_on": [end]},
            {},
            resolve_options(procedure, {"notice": 10}),
            language=language,  # type: ignore[arg-type]
            today=TODAY,
        ).errors

    def test_speak_with_the_options_of_the_tenant(self, asking: Ask) -> None:
        procedure = asking(self.FIELDS, more=self.MORE)
        assert self.check(procedure, "01/12/2026", "01/12/2026") == {
            "starts_on": "Dans 10 jours au plus tôt"
        }
        late = self.check(procedure, "01/12/2026", "30/11/2026", "en")
        assert late["starts_on"] == "At least 10 days ahead"
        assert late["ends_on"] == "After the first day"
        assert self.check(procedure, "02/12/2026", "02/12/2026") == {}

    def test_wait_for_the_answer_they_compare_with(self, asking: Ask) -> None:
        procedure = asking(self.FIELDS, more=self.MORE)
        assert self.check(procedure, "", "01/12/2026").keys() == {"starts_on"}

    def test_apply_again_when_the_request_is_filed(self, asking: Ask) -> None:
        procedure = asking(self.FIELDS, more=self.MORE)
        answers = {"requester": MARIE, "starts_on": "2026-12-05", "ends_on": "2026-12-05"}
        options = resolve_options(procedure, {})
        result = check_all(procedure, answers, options, "fr", today=TODAY)
        assert result.errors_by_page == {"asked": {"starts_on": "Dans 15 jours au plus tôt"}}
        assert check_all(procedure, answers, options, "fr").errors == {}


class TestTheCallers:
    def test_are_told_of_an_unknown_page(self, asking: Ask) -> None:
        with pytest.raises(LookupError):
            check_page(asking(CHAIN), "nowhere", {}, {}, {}, language="fr")

    def test_may_send_thousands_of_inputs(self, asking: Ask) -> None:
        raw = {f"rows[{n}].kind": "a" for n in range(5000)}
        assert posted(asking(ROWS), {}, **raw).errors == {"rows": "Gardez 3 lignes au plus"}

    def test_find_who_files_and_where(self, asking: Ask) -> None:
        procedure = asking(f"- id: town\n  kind: commune\n  {LABEL}", more="located_by: town")
        answers = {"requester": MARIE, "town": {"insee": "45155", "name": "Gien"}}
        requester = requester_of(procedure, answers)
        assert (requester.family_name, requester.email) == ("Martin", "marie.martin@example.fr")
        assert requester.address_lines == ("1 rue des Lilas", "45500 Gien")
        assert location_of(procedure, answers) == "45155"

    def test_read_the_request_again_page_by_page(self, asking: Ask) -> None:
        answers = {"requester": MARIE, "first": "a", "second": "a"}
        you, asked = shown_pages(asking(CHAIN), answers, {}, "fr")
        assert you.answers[0].text.startswith("Marie Martin\n")
        assert [(one.path, one.text) for one in asked.answers] == [("first", "A"), ("second", "A")]

    def test_describe_what_must_be_answered(self, asking: Ask) -> None:
        schema = json_schema(asking(CHAIN + ROWS))
        assert schema["required"] == ["requester", "first", "rows"]
        assert schema["additionalProperties"] is False


class TestPieces:
    MORE = """
    pieces:
      - id: plan
        label: { fr: Plan, en: Plan }
        indispensable: true
        legal_basis: règlement
      - id: photo
        label: { fr: Photo, en: Photograph }
        indispensable: false
        legal_basis: règlement
        when: first == "a"
    """
    FIELDS = (
        CHAIN
        + f"""
- id: plan
  kind: files
  piece: plan
  required: false
  {LABEL}
- id: photo
  kind: files
  piece: photo
  required: false
  when: first == "a"
  {LABEL}
"""
    )

    def test_are_asked_by_the_answers(self, asking: Ask) -> None:
        procedure = asking(self.FIELDS, more=self.MORE)
        plan = ["11111111-1111-4111-8111-111111111111"]
        named = lambda pieces: [piece.id for piece in pieces]  # noqa: E731
        assert named(asked_pieces(procedure, {"first": "b"}, {})) == ["plan"]
        assert named(asked_pieces(procedure, {"first": "a"}, {})) == ["plan", "photo"]
        assert named(missing_pieces(procedure, {"first": "a", "plan": plan}, {})) == ["photo"]


class TestOptions:
    MORE = (
        "options:\n"
        "  - { id: days, kind: integer, min: 5, max: 60, default: 15, label: { fr: A, en: A } }\n"
        "  - { id: open, kind: yes_no, default: true, label: { fr: A, en: A } }"
    )

    def test_take_their_defaults(self, asking: Ask) -> None:
        procedure = asking(CHAIN, more=self.MORE)
        assert resolve_options(procedure, {}) == {"days": 15, "open": True}
        assert resolve_options(procedure, {"days": 20}) == {"days": 20, "open": True}

    @pytest.mark.parametrize(
        ("given", "option"),
        [
            ({"days": 4}, "days"),
            ({"days": "15"}, "days"),
            ({"days": None}, "days"),
            ({"open": "yes"}, "open"),
            ({"shut": True}, "shut"),
        ],
    )
    def test_keep_their_types_and_bounds(
        self, asking: Ask, given: dict[str, object], option: str
    ) -> None:
        procedure = asking(CHAIN, more=self.MORE)
        with pytest.raises(OptionRefused) as caught:
            resolve_options(procedure, given)
        assert (caught.value.procedure, caught.value.option) == ("commune/essai", option)
        assert caught.value.sentence()


def test_prefill_offers_what_is_asked_and_nothing_else(asking: Ask) -> None:
    procedure = asking(
        f"- id: town\n  kind: commune\n  prefill: place.commune\n  {LABEL}",
        you=YOU_PREFILLED,
    )
    identity = {**MARIE, "phone": None, "birth_date": "1990-01-01"}
    gien = {"insee": "45155", "name": "Gien"}
    offered = prefilled(procedure, {"identity": identity, "place": {"commune": gien}})
    assert offered == {"requester": MARIE, "town": gien}
    assert prefilled(procedure, {}) == {}


YOU_PREFILLED = """
  - id: you
    title: { fr: Vous, en: You }
    fields:
      - id: requester
        kind: person
        prefill: identity
        label: { fr: Vous, en: You }
        email: required
        phone: optional
        address: required
"""


def test_silence_follows_the_options_of_the_tenant(catalogue: dict[str, Procedure]) -> None:
    bins = catalogue["epci/bac-composteur"]
    composter = {"requester": MARIE, "equipment": "composter"}
    plenty = resolve_options(bins, {})
    scarce = resolve_options(bins, {"limited_stock": True})
    assert silence_of(bins, composter, plenty).effect == "acceptance"
    assert silence_of(bins, composter, scarce).effect == "rejection"
    assert silence_of(bins, {**composter, "equipment": "sorting"}, scarce).effect == "acceptance"
