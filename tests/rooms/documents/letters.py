"""Letters as `cases` would ask for them."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.documents.contracts import (
    Authority,
    FileListed,
    KeyDate,
    LetterContent,
    LetterKind,
    PieceAsked,
    Recipient,
    Signatory,
)
from services.law.contracts import Text
from services.law.mentions import Mention

PARIS = ZoneInfo("Europe/Paris")


def said(name: str, text: str, article: str = "") -> Mention:
    """A mention in short words."""
    return Mention(name, article, Text(text, text))


GIEN = Authority(
    name="Ville de Gien",
    plate="G",
    colour="#1f3f94",
    service="Service Domaine public",
    address=("1 place de l’Exemple", "45500 Gien"),
    email="domaine-public@gien.example",
    phone="02 61 91 45 12",
    hours="du lundi au vendredi, 8 h 30 – 17 h",
    specimen=True,
)
PLAIN = LetterContent(
    authority=GIEN,
    recipient=Recipient("Nadia Lemoine", ("12 quai Lenoir", "45500 Gien")),
    case_number="C7-2026-00087",
    procedure_title="Occuper le domaine public : terrasse",
    received_at=datetime(2026, 11, 3, 18, 42, tzinfo=PARIS),
    made_at=datetime(2026, 11, 3, 18, 42, 5, tzinfo=PARIS),
    mentions=(),
    follow_url="https://parvis.example/demandes/41f0",
)

RECEIPT = replace(
    PLAIN,
    mentions=(
        said(
            "received_on",
            "La Ville de Gien a reçu votre demande le mardi 3 novembre 2026 à 18 h 42.",
            "CRPA, art. R112-11-1, 1°",
        ),
        said(
            "service",
            "Service Domaine public, 1 place de l’Exemple, 45500 Gien, téléphone 02 61 91 45 12.",
            "CRPA, art. R112-11-1, 2°",
        ),
        said("silence", "Elle peut donner lieu à une décision implicite de rejet."),
        said(
            "silence_date",
            "Sans réponse au dimanche 3 janvier 2027, votre demande est refusée.",
            "CRPA, art. L231-4",
        ),
        said(
            "appeal",
            "Vous pourrez contester ce refus devant le tribunal administratif d’Orléans.",
            "CJA, art. R421-2",
        ),
    ),
    summary=(("Lieu", "Place de la Victoire"), ("Surface", "18,5 m²")),
    files=(FileListed("Plan côté", "plan-terrasse.pdf", 812_345),),
    key_dates=(KeyDate(date(2027, 1, 3), "Dernier jour pour vous répondre.", "L231-4"),),
    data={"number": "C7-2026-00087"},
)
PIECES = replace(
    PLAIN,
    mentions=(
        said("missing_pieces", "Il nous manque deux pièces.", "CRPA, art. R112-11-4"),
        said("pieces_limit", "Envoyez-les d’ici au samedi 13 février 2027."),
        said("pieces_effect", "Le délai est suspendu jusque-là.", "CRPA, art. L114-5"),
    ),
    pieces=(
        PieceAsked("Plan côté de la terrasse", "La largeur manque.", "Arrêté, art. 4"),
        PieceAsked("Attestation d’assurance"),
    ),
)
DECISION = replace(
    PLAIN,
    outcome="refusal",
    mentions=(
        said("author", "Décision de Claire Roux, adjointe au maire.", "CRPA, art. L212-1"),
        said("appeal", "Vous pouvez la contester d’ici au 25 janvier 2027.", "CJA, art. R421-5"),
    ),
    paragraphs=("Nous ne pouvons pas autoriser votre terrasse.",),
    reasons_in_fact=("Elle laisserait 0,90 m de passage ; il en faut 1,40.",),
    reasons_in_law=("L’arrêté du 15 janvier 2007 fixe cette largeur.",),
    signatory=Signatory("Claire", "Roux", "Adjointe au maire", "Service Domaine public"),
)
CERTIFICATE = replace(
    PLAIN,
    outcome="grant",
    mentions=(
        said("request_received", "Votre demande a été reçue le 3 novembre 2026."),
        said("tacit_decision", "Elle est acceptée depuis le 4 janvier 2027.", "CRPA L231-1"),
        said("certificate_basis", "Attestation délivrée à votre demande.", "CRPA L232-3"),
    ),
)
REGISTRATION = replace(
    PLAIN, mentions=(said("received_on", "Reçu le 3 novembre 2026.", "CRPA R112-11-2"),)
)
HANDED_OVER = replace(
    PLAIN,
    mentions=(
        said("handed_to", "Elle relève du Département du Loiret.", "CRPA L114-2"),
        said("clock", "Le délai court depuis le 3 novembre 2026.", "CRPA L114-3"),
    ),
)

TRANSMISSION = replace(
    PLAIN,
    recipient=Recipient("Mairie de Briare", ("4 place de l’Exemple", "45250 Briare")),
    summary=(("Déposée par", "Nadia Lemoine, 12 quai Lenoir"), ("Rue", "12 rue Gambetta")),
    files=(FileListed("Plan côté", "plan.pdf", 48_211, "0f" * 32),),
    paragraphs=("La rue est à Briare.",),
)

EXTENSION = replace(
    PLAIN,
    mentions=(
        said("extension", "Le délai est allongé d’un mois.", "C. urb. R423-24"),
        said("extension_reasons", "Motif : abords d’un monument historique.", "C. urb. R423-42"),
    ),
)

REASONS = replace(
    PLAIN,
    mentions=(
        said("reasons", "Le passage serait trop étroit.", "CRPA L232-4, L211-5"),
        said("appeal", "Vous pouvez contester jusqu’au 22 juin 2026.", "CRPA L232-4"),
        said("service", "Service Domaine public.", "CRPA R112-11-1, 2°"),
    ),
    reasons_in_fact=("Il resterait 0,90 m de passage.",),
    reasons_in_law=("Règlement de voirie, article 12.",),
    signatory=Signatory("Claire", "Roux", "Instructrice", "Service Domaine public"),
)

REVOCATION = replace(
    PLAIN,
    outcome="refusal",
    mentions=(
        said("revoked", "L’accord du 3 novembre 2026 est retiré.", "CRPA L242-1"),
        said("heard", "Une invitation vous a été faite le 9 novembre 2026.", "CRPA L121-1"),
        said("author", "Décision de Claire Roux, adjointe au maire.", "CRPA, art. L212-1"),
        said("reasons", "Le passage était trop étroit.", "CRPA L211-2, L211-5"),
        said("appeal", "Vous pouvez la contester d’ici au 25 janvier 2027.", "CJA, art. R421-5"),
    ),
    paragraphs=("La terrasse est démontée chaque soir.",),
    reasons_in_fact=("Il restait 0,90 m de passage.",),
    reasons_in_law=("L’arrêté du 15 janvier 2007 fixe cette largeur à 1,40 m.",),
    signatory=Signatory("Claire", "Roux", "Adjointe au maire", "Service Domaine public"),
)

LETTERS: dict[LetterKind, LetterContent] = {
    "receipt": RECEIPT,
    "registration_receipt": REGISTRATION,
    "pieces_request": PIECES,
    "delay_extension": EXTENSION,
    "decision": DECISION,
    "tacit_certificate": CERTIFICATE,
    "handed_over": HANDED_OVER,
    "reasons": REASONS,
    "revocation": REVOCATION,
    "transmission": TRANSMISSION,
}


def without(content: LetterContent, name: str) -> LetterContent:
    """`content` that lost one of its mentions."""
    kept = tuple(mention for mention in content.mentions if mention.id != name)
    return replace(content, mentions=kept)
