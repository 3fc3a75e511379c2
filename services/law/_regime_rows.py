"""The rows of the regimes: the sheets of the catalogue, planning and the social exceptions."""

from datetime import date, timedelta

from services.law.contracts import Domain, Regime, Silence, Text
from services.law.decrees import (
    D2015_1459,
    D2015_1460,
    D2016_625,
    D2016_677,
    DECREES,
    Listed,
)
from services.law.periods import Delay, parse_delay

CRPA = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000031366350"
URBANISM = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074075"
CESEDA = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006070158"
PUBLIC_HEALTH = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006072665"
CASF = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074069"

# Silence means acceptance before local authorities since then.
LOCAL_SILENCE_SINCE = date(2015, 11, 12)
PLANNING_SINCE = date(2007, 10, 1)


def _row(
    name: str,
    title: tuple[str, str],
    silence: Silence,
    delay: str | None,
    *,
    article: str,
    basis: str,
    confidence: str,
    procedures: tuple[str, ...] = (),
    domain: Domain = "general",
    nature: str | None = None,
    source: str = CRPA,
    since: date | None = LOCAL_SILENCE_SINCE,
    until: date | None = None,
    receipt: str | None = None,
    clock_start: str | None = None,
) -> Regime:
    starts = {"acceptance": "competent", "flat_rate": "complete", "rejection": "filed"}
    start = clock_start or starts.get(silence, "")
    return Regime(
        silence=silence,
        delay=_delay(delay, start),
        article=article,
        id=name,
        domain=domain,
        nature=nature,
        receipt_delay=_delay(receipt, "competent"),
        title=Text(*title),
        basis=basis,
        source=source,
        confidence=confidence,
        clock_start=start,
        in_force_from=since,
        in_force_to=until,
        procedures=procedures,
    )


def _delay(text: str | None, anchor: str) -> Delay | None:
    return None if text is None else parse_delay(text, anchor=anchor)


def _planning(
    nature: str, title: tuple[str, str], delay: str, procedures: tuple[str, ...]
) -> Regime:
    return _row(
        f"planning-{nature.lower()}",
        title,
        "acceptance",
        delay,
        article="C. urb. L424-2, R424-1",
        basis=f"C. urb. R423-19, R423-23 ({nature})",
        confidence="S",
        procedures=procedures,
        domain="planning",
        nature=nature,
        source=URBANISM,
        since=PLANNING_SINCE,
        clock_start="receipt_sent",
    )


SHEETS: tuple[Regime, ...] = (
    _planning(
        "DP",
        ("Déclaration préalable", "Prior declaration of works"),
        "P1M",
        ("commune/declaration-prealable",),
    ),
    _planning(
        "PCMI",
        ("Permis de construire une maison individuelle", "House building permit"),
        "P2M",
        (
            "commune/permis-construire-maison-individuelle",
            "commune/permis-de-construire-maison-individuelle",
            "commune/permis-construire-maison",
            "commune/permis-maison-individuelle",
        ),
    ),
    _planning(
        "PC",
        ("Permis de construire", "Building permit"),
        "P3M",
        ("commune/permis-construire", "commune/permis-de-construire"),
    ),
    _planning(
        "PA",
        ("Permis d’aménager", "Development permit"),
        "P3M",
        ("commune/permis-amenager", "commune/permis-d-amenager"),
    ),
    _planning(
        "PD",
        ("Permis de démolir", "Demolition permit"),
        "P2M",
        ("commune/permis-demolir", "commune/permis-de-demolir"),
    ),
    _row(
        "default-acceptance",
        ("Cas général", "General case"),
        "acceptance",
        "P2M",
        article="CRPA L231-1",
        basis="CRPA L231-1",
        confidence="V",
        procedures=(
            "epci/bac-composteur",
            "epci/bac-ou-composteur",
            "epci/composteur",
            "commune/stationnement-resident",
        ),
    ),
    _row(
        "default-rejection",
        (
            "Réclamation, recours, demande financière ou sans texte",
            "Complaint, appeal, financial request, or without a text",
        ),
        "rejection",
        "P2M",
        article="CRPA L231-4",
        basis="CRPA L231-4",
        confidence="V",
        procedures=("departement/bourse-college", "departement/transport-eleve-handicape"),
    ),
    _row(
        "public-domain",
        ("Occupation du domaine public", "Occupation of public space"),
        "rejection",
        "P2M",
        article="CRPA L231-4, 4°",
        basis=f"{D2015_1459.name} ; CG3P L2122-1",
        confidence="S",
        procedures=("commune/occupation-domaine-public",),
        source=D2015_1459.source,
    ),
    _row(
        "drinking-place",
        ("Débit de boissons temporaire", "Temporary drinking place"),
        "rejection",
        "P2M",
        article="CRPA L231-4, 4°",
        basis="CSP L3334-2, L3335-4",
        confidence="K",
        procedures=("commune/debit-boissons-temporaire",),
        source=PUBLIC_HEALTH,
    ),
    _row(
        "road-permission",
        ("Permission de voirie", "Road permission"),
        "rejection",
        "P2M",
        article="CRPA L231-4, 4°",
        basis=f"{D2015_1459.name} ; C. voirie routière L113-2",
        confidence="S",
        source=D2015_1459.source,
        procedures=(
            "departement/permission-voirie",
            "departement/permission-de-voirie",
            "commune/permission-voirie",
        ),
    ),
    _row(
        "communal-premises",
        ("Utilisation de locaux communaux", "Use of communal premises"),
        "rejection",
        "P2M",
        article="CRPA L231-4, 4°",
        basis=f"{D2015_1459.name} ; CGCT L2144-3",
        confidence="S",
        source=D2015_1459.source,
        procedures=("commune/location-salle",),
    ),
    _row(
        "sewer-connection",
        ("Raccordement à l’assainissement collectif", "Sewer connection"),
        "rejection",
        "P2M",
        article="CRPA L231-4, 4°",
        basis=f"{D2015_1459.name} ; C. santé publ. L1331-1",
        confidence="S",
        source=D2015_1459.source,
        procedures=("epci/raccordement-assainissement",),
    ),
    _row(
        "school-enrolment",
        ("Inscription en école maternelle ou élémentaire", "School enrolment"),
        "acceptance",
        "P3M",
        article="CRPA L231-6",
        basis=D2015_1460.name,
        confidence="S",
        source=D2015_1460.source,
        procedures=("commune/inscription-scolaire",),
    ),
    _row(
        "canteen-2015",
        ("Cantine et périscolaire", "Canteen and after-school care"),
        "acceptance",
        "P3M",
        article="CRPA L231-6",
        basis=D2015_1460.name,
        confidence="S",
        source=D2015_1460.source,
        procedures=("commune/cantine-periscolaire",),
        until=D2016_677.since - timedelta(days=1),
    ),
    _row(
        "canteen",
        ("Cantine et périscolaire", "Canteen and after-school care"),
        "acceptance",
        "P2M",
        article="CRPA L231-1",
        basis=f"{D2015_1460.name}, modifié par le {D2016_677.name}",
        confidence="S",
        source=D2016_677.source,
        procedures=("commune/cantine-periscolaire",),
        since=D2016_677.since,
    ),
    _row(
        "limited-capacity-opinion",
        (
            "Service à capacité limitée, après l’avis d’une commission (crèche)",
            "Service of limited capacity, after a committee’s opinion (nursery)",
        ),
        "rejection",
        "P4M",
        article="CRPA L231-5, L231-6",
        basis=D2016_625.name,
        confidence="S",
        source=D2016_625.source,
        procedures=("epci/creche", "commune/creche"),
        since=D2016_625.since,
    ),
    _row(
        "civil-status",
        ("Copie ou extrait d’acte d’état civil", "Copy of a civil status record"),
        "none",
        None,
        article="CRPA R112-4",
        basis="décret n° 2017-890 du 6 mai 2017 ; CADA 20202922",
        confidence="V",
        procedures=(
            "commune/acte-etat-civil",
            "commune/etat-civil",
            "commune/copie-acte-etat-civil",
        ),
    ),
    _row(
        "report",
        ("Signalement", "Report of a defect"),
        "none",
        None,
        article="CRPA L112-11",
        basis="CRPA L112-11 : un signalement n’est pas une demande",
        confidence="V",
        procedures=("commune/signalement-voirie",),
    ),
    _row(
        "host-attestation",
        ("Attestation d’accueil", "Host’s attestation"),
        "rejection",
        "P1M",
        article="CESEDA L313-5",
        basis="CESEDA L313-1 et suivants",
        confidence="K",
        source=CESEDA,
        procedures=("commune/attestation-accueil",),
    ),
    _row(
        "apa",
        ("Allocation personnalisée d’autonomie à domicile", "Home care allowance (APA)"),
        "flat_rate",
        "P2M",
        article="CASF L232-14, R232-23",
        basis="CASF L232-14, R232-23",
        confidence="V",
        procedures=("departement/apa", "departement/apa-domicile"),
        domain="social",
        source=CASF,
        since=None,
        receipt="P10D",
    ),
    _row(
        "childminder",
        ("Agrément d’assistant maternel", "Childminder’s licence"),
        "acceptance",
        "P3M",
        article="CASF L421-6",
        basis="CASF L421-6",
        confidence="S",
        procedures=("departement/agrement-assistant-maternel", "departement/assistant-maternel"),
        domain="social",
        source=CASF,
        since=None,
        clock_start="complete",
    ),
    _row(
        "disability",
        ("Demande à la MDPH", "Request to the MDPH"),
        "rejection",
        "P4M",
        article="CASF R241-33",
        basis="CASF R241-33",
        confidence="K",
        procedures=("departement/mdph",),
        domain="social",
        source=CASF,
        since=None,
    ),
)


def _of_decree(row: Listed) -> Regime:
    return _row(
        row.matter.replace("_", "-"),
        (row.title.fr, row.title.en),
        row.effect,
        row.delay.iso,
        article=row.article,
        basis=row.decree.name,
        confidence="S",
        source=row.decree.source,
        since=row.in_force_from,
        until=row.in_force_to,
    )


_SHEET_NAMES = frozenset(row.id for row in SHEETS)
_OF_DECREES = tuple(_of_decree(row) for row in DECREES)
# A matter of a décret that has its sheet is there once.
ROWS: tuple[Regime, ...] = (*SHEETS, *(row for row in _OF_DECREES if row.id not in _SHEET_NAMES))
