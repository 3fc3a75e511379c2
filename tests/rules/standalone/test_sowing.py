"""What is sown must be fit to be filed, whatever becomes of the forms."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from services.forms.checking import check_all, check_page
from services.forms.loading import load_catalogue
from services.forms.options import resolve_options
from services.foundation.settings import ROOT
from services.standalone.sowing.answers import typed
from services.standalone.sowing.people import applicants, communes
from services.standalone.sowing.plan import PROCEDURES, plan

CATALOGUE = load_catalogue(ROOT / "forms")
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


class TestThePlan:
    def test_holds_two_hundred_cases_oldest_first_and_none_to_come(self) -> None:
        cases = plan(AT)
        assert len(cases) == 200
        assert [case.filed_at for case in cases] == sorted(case.filed_at for case in cases)
        assert cases[-1].filed_at < AT

    def test_is_the_same_for_the_same_instant(self) -> None:
        assert plan(AT) == plan(AT)

    def test_keeps_its_ages_from_one_day_to_the_next(self) -> None:
        later = AT + timedelta(days=3)
        assert [later.date() - case.filed_at.date() for case in plan(later)] == [
            AT.date() - case.filed_at.date() for case in plan(AT)
        ]

    def test_leads_cases_of_every_procedure_to_every_fate(self) -> None:
        fates = Counter((case.procedure_id, case.fate) for case in plan(AT))
        for procedure_id in PROCEDURES:
            reached = {fate for procedure, fate in fates if procedure == procedure_id}
            assert {"filed", "reviewed", "asked", "granted", "refused", "withdrawn"} <= reached


class TestEachApplicant:
    @pytest.mark.parametrize("procedure_id", PROCEDURES)
    def test_types_a_request_that_can_be_filed(self, procedure_id: str) -> None:
        procedure = CATALOGUE[procedure_id]
        options = resolve_options(procedure, {})
        for seed, who in enumerate(applicants(random.Random(1), 40)):
            inputs = typed(procedure_id, random.Random(seed), who, TODAY)
            answers: dict[str, object] = {}
            for page in procedure.pages:
                found = check_page(
                    procedure,
                    page.id,
                    inputs,
                    answers,
                    options,
                    language="fr",
                    today=TODAY,
                    communes=communes,
                )
                answers = dict(found.answers)
            checked = check_all(procedure, answers, options, language="fr", today=TODAY)
            assert not checked.errors, (seed, checked.errors)
            named = [value for value in answers.values() if isinstance(value, dict)]
            # A commune that was not found would be shown by its code.
            assert all(not each["name"].isdigit() for each in named if "insee" in each)
