"""What may not be offered, and by which article."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.forms.contracts import Piece, Procedure
from services.foundation.i18n import Text
from services.foundation.settings import ROOT
from services.procedures.contracts import Complaint
from services.procedures.linter import lint_folder, lint_procedures
from services.processes.contracts import Process
from tests.rooms.procedures.days import BIN


def lint(procedure: Procedure, flows: dict[str, Process]) -> tuple[Complaint, ...]:
    return lint_procedures([procedure], flows)


def asking(procedure: Procedure, label: str, basis: str = "Règlement") -> Procedure:
    """The procedure, asking for one more piece."""
    piece = Piece("paper", Text(label, label), None, True, (), basis, None)
    return replace(procedure, pieces=(*procedure.pieces, piece))


def test_the_shared_catalogue_has_no_fault(flows: dict[str, Process]) -> None:
    assert [str(each) for each in lint_folder(ROOT / "forms", flows)] == []


@pytest.mark.parametrize(
    ("label", "code", "article"),
    [
        ("Justificatif de domicile de moins de trois mois", "proof_of_domicile", "CRPA R113-8"),
        ("Une preuve de résidence", "proof_of_domicile", "CRPA R113-8"),
        ("Copie certifiée conforme du diplôme", "certified_copy", "CRPA R113-10"),
        ("Dernier avis d’imposition", "held_elsewhere", "CRPA L113-12"),
        ("Votre quotient familial", "held_elsewhere", "CRPA L113-12"),
        ("Extrait Kbis", "held_elsewhere", "CRPA L113-12"),
    ],
)
def test_a_forbidden_paper_is_refused_with_its_article(
    forms: dict[str, Procedure], flows: dict[str, Process], label: str, code: str, article: str
) -> None:
    (complaint,) = lint(asking(forms[BIN], label), flows)
    assert (complaint.code, complaint.article) == (code, article)


@pytest.mark.parametrize(
    ("label", "basis"),
    [
        ("Justificatif de domicile", "CRPA, article R113-8 (2°)"),
        ("Avis d’imposition", "CRPA L113-12 : non disponible par échange"),
        ("Plan de masse", "Règlement de voirie"),
        ("Copie de la carte d’identité", "Code électoral R60"),
    ],
)
def test_an_allowed_paper_is_not(
    forms: dict[str, Procedure], flows: dict[str, Process], label: str, basis: str
) -> None:
    assert lint(asking(forms[BIN], label, basis), flows) == ()


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
    nowhere = replace(forms[BIN], kind="registration")
    assert [each.code for each in lint(nowhere, flows)] == ["no_process"]


def test_a_file_asked_on_a_page_is_a_paper_too(tmp_path: Path, flows: dict[str, Process]) -> None:
    written = (ROOT / "forms" / f"{BIN}.yaml").read_text(encoding="utf-8")
    extra = (
        "      - id: proof\n        kind: files\n"
        "        label: { fr: Justificatif de domicile, en: Proof of address }\n"
    )
    before, last = written.rsplit("    fields:\n", 1)
    path = tmp_path / f"{BIN}.yaml"
    path.parent.mkdir()
    path.write_text(f"{before}    fields:\n{extra}{last}", encoding="utf-8")
    (complaint,) = lint_folder(tmp_path, flows)
    assert complaint.code == "proof_of_domicile"
    assert complaint.line == before.count("\n") + 4


def test_a_complaint_names_file_and_line(tmp_path: Path, flows: dict[str, Process]) -> None:
    written = (ROOT / "forms" / f"{BIN}.yaml").read_text(encoding="utf-8")
    faulty = written.replace("Photo du bac abîmé", "Justificatif de domicile")
    path = tmp_path / f"{BIN}.yaml"
    path.parent.mkdir()
    path.write_text(faulty, encoding="utf-8")
    complaint, *_ = lint_folder(tmp_path, flows)
    assert complaint.file == f"{BIN}.yaml"
    assert complaint.line is not None
    assert "Justificatif de domicile" in faulty.splitlines()[complaint.line - 1]
    assert str(complaint).endswith("(CRPA R113-8)")
