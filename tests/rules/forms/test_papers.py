"""Papers that may not be asked for are refused where they are written, with the article."""

from pathlib import Path

import pytest

from services.foundation.definitions import DefinitionError
from tests.rules.forms.small import LABEL, definition, written_in


def asking_for(
    label: str, *, basis: str = "règlement", more: str = "", field: str = "Pièce"
) -> str:
    pieces = (
        f"pieces:\n  - id: paper\n    label: {{ fr: {label}, en: Paper }}\n"
        f"    indispensable: true\n    legal_basis: {basis}\n{more}"
    )
    fields = f"- id: paper\n  kind: files\n  piece: paper\n  label: {{ fr: {field}, en: Paper }}"
    return definition(fields, more=pieces)


@pytest.mark.parametrize(
    ("label", "article"),
    [
        ("Justificatif de domicile", "R113-8"),
        ("Justificatifs de votre domicile", "R113-8"),
        ("Une preuve de résidence", "R113-8"),
        ("Justificatif d’adresse de moins de trois mois", "R113-8"),
        ("Quittance de loyer", "R113-8"),
        ("Facture d’électricité", "R113-8"),
        ("Copie certifiée conforme du diplôme", "R113-10"),
        ("Photocopies certifiées conformes", "R113-10"),
        ("Dernier avis d’imposition", "L113-12"),
        ("Attestation de quotient familial de la CAF", "L113-12"),
        ("Extrait Kbis", "L113-12"),
        ("Certificat de scolarité", "L113-12"),
        ("Copie de l’acte de naissance", "L113-12"),
    ],
)
def test_a_forbidden_paper_is_refused(tmp_path: Path, label: str, article: str) -> None:
    text = asking_for(label)
    with pytest.raises(DefinitionError, match=article) as caught:
        written_in(tmp_path, text)
    assert label in text.splitlines()[caught.value.line - 1]


@pytest.mark.parametrize(
    "text",
    [
        asking_for("Plan de masse"),
        asking_for("Photocopie d’une pièce d’identité"),
        asking_for(
            "Justificatif de domicile",
            basis="CRPA, article R113-8",
            more="    domicile_for: school_enrolment\n",
        ),
        asking_for("Dernier avis d’imposition", basis="CRPA L114-10 (aucun échange ouvert)"),
        asking_for(
            "Lien de parenté",
            more="    accepts_any_of: [{ label: { fr: Acte de naissance, en: Record } }]\n",
        ),
        asking_for(
            "Plan",
            more="    hint: { fr: Aucun justificatif de domicile n’est demandé, en: None }\n",
        ),
    ],
)
def test_an_allowed_paper_is_not(tmp_path: Path, text: str) -> None:
    written_in(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        asking_for("Justificatif de domicile", basis="CRPA, article R113-8"),
        asking_for("Justificatif de domicile", more="    domicile_for: school_enrolment\n"),
        asking_for(
            "Justificatif de domicile",
            basis="CRPA, article R113-8",
            more="    domicile_for: resident_parking\n",
        ),
        asking_for(
            "Dossier", more="    hint: { fr: Avec un justificatif de domicile, en: With }\n"
        ),
        asking_for(
            "Dossier",
            more="    accepts_any_of: [{ label: { fr: Quittance de loyer, en: Rent } }]\n",
        ),
        definition(
            "- id: home\n  kind: files\n  label: { fr: Justificatif de domicile, en: Proof }"
        ),
    ],
)
def test_a_way_round_is_refused_too(tmp_path: Path, text: str) -> None:
    with pytest.raises(DefinitionError):
        written_in(tmp_path, text)


def test_a_harmless_question_is_left_alone(tmp_path: Path) -> None:
    written_in(tmp_path, definition(f"- id: home\n  kind: files\n  {LABEL}"))
