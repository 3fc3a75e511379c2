"""What may not be offered, and by which article."""

from dataclasses import replace
from pathlib import Path

from services.forms.contracts import Procedure
from services.foundation.settings import ROOT
from services.procedures.contracts import Complaint
from services.procedures.linter import lint_folder, lint_procedures
from services.processes.contracts import Process
from tests.rooms.procedures.days import BIN


def lint(procedure: Procedure, flows: dict[str, Process]) -> tuple[Complaint, ...]:
    return lint_procedures([procedure], flows)


def test_the_shared_catalogue_has_no_fault(flows: dict[str, Process]) -> None:
    assert [str(each) for each in lint_folder(ROOT / "forms", flows)] == []


class TestSilence:
    def test_agrees_with_the_law(
        self, forms: dict[str, Procedure], flows: dict[str, Process]
    ) -> None:
        bins = forms[BIN]
        wrong = replace(bins, silence=replace(bins.silence, effect="rejection"))
        assert [each.code for each in lint(wrong, flows)] == ["silence_against_the_law"]
        slow = replace(bins, silence=replace(bins.silence, delay="P3M"))
        assert [each.code for each in lint(slow, flows)] == ["silence_against_the_law"]

    def test_must_be_one_that_the_process_records(
        self, forms: dict[str, Procedure], flows: dict[str, Process]
    ) -> None:
        social = replace(
            forms[BIN],
            id="departement/aide-nouvelle",
            silence=replace(forms[BIN].silence, effect="flat_rate"),
        )
        assert [each.code for each in lint(social, flows)] == ["silence_not_handled"]

    def test_needs_its_timer(self, forms: dict[str, Procedure], flows: dict[str, Process]) -> None:
        timeless = {"request": replace(flows["request"], timers=())}
        assert [each.code for each in lint(forms[BIN], timeless)] == ["silence_without_timer"]


def test_a_kind_without_process_is_refused(
    forms: dict[str, Procedure], flows: dict[str, Process]
) -> None:
    nowhere = replace(forms[BIN], kind="registration", process="registration")
    assert [each.code for each in lint(nowhere, flows)] == ["no_process"]


def test_a_procedure_may_name_its_process(
    forms: dict[str, Procedure], flows: dict[str, Process]
) -> None:
    named = replace(forms[BIN], process="licorne")
    [complaint] = lint(named, flows)
    assert "`licorne`" in complaint.message


def test_a_complaint_names_file_and_line(tmp_path: Path, flows: dict[str, Process]) -> None:
    written = (ROOT / "forms" / f"{BIN}.yaml").read_text(encoding="utf-8")
    faulty = written.replace("  effect: acceptance", "  effect: rejection", 1)
    path = tmp_path / f"{BIN}.yaml"
    path.parent.mkdir()
    path.write_text(faulty, encoding="utf-8")
    (complaint,) = lint_folder(tmp_path, flows)
    assert complaint.file == f"{BIN}.yaml"
    assert complaint.line is not None
    assert faulty.splitlines()[complaint.line - 1] == "  effect: rejection"
    assert str(complaint).endswith("(CRPA L231-1)")
