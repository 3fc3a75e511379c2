"""What people type in each form, page after page; dates count from the day they file."""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from services.standalone.sowing.people import Applicant

Inputs = dict[str, list[str]]
GIEN = "45155"


def typed(procedure_id: str, chance: random.Random, who: Applicant, on: date) -> Inputs:
    """The inputs of a whole request, by their names; some belong to pages that are not shown."""
    answers = _FORMS[procedure_id](chance, who, on)
    return {name: [value] if isinstance(value, str) else value for name, value in answers.items()}


def located_in(procedure_id: str, who: Applicant) -> str:
    """The commune that competence depends on."""
    return GIEN if procedure_id.startswith("commune/") else who.insee


Answers = Mapping[str, str | list[str]]


def _bin(chance: random.Random, who: Applicant, on: date) -> Answers:
    equipment = chance.choice(("residual", "sorting", "sorting", "composter"))
    people = chance.randrange(1, 6)
    return {
        **who.inputs,
        "commune": who.insee,
        "same_address": "yes",
        "dwelling": chance.choice(("house", "house", "flat")),
        "people": str(people),
        "equipment": equipment,
        "reason": chance.choice(("first", "size", "broken", "stolen")),
        "bin_number": f"GI-{chance.randrange(100000, 999999)}",
        "volume": "120" if people < 3 else "180" if people < 5 else "240",
        "composter": chance.choice(("wood", "plastic")),
        "garden": "yes",
        "delivery": chance.sample(("morning", "afternoon", "saturday"), 2),
        "details": chance.choice(("", "", "Le portail est au fond de l’impasse.")),
    }


def _occupation(chance: random.Random, who: Applicant, on: date) -> Answers:
    usage = chance.choice(("terrace", "scaffold", "skip", "moving", "stall"))
    begins = on + timedelta(days=chance.randrange(20, 60))
    lasts = {"moving": 1, "stall": 2, "skip": 6, "scaffold": 21, "terrace": 120}[usage]
    wide = usage == "scaffold"
    return {
        **who.inputs,
        "acts_for": "myself",
        "commune": GIEN,
        "street": f"{chance.randrange(1, 60)} {chance.choice(_GIEN_STREETS)}",
        "surface_kinds": ["pavement"] if usage in {"terrace", "scaffold"} else ["parking"],
        "built_up": "yes",
        "clear_passage": chance.choice(("1,40", "1,60", "1,80", "2,10")),
        "usage": usage,
        "starts_on": _day(begins),
        "ends_on": _day(begins + timedelta(days=lasts - 1)),
        "hours": "opening" if usage == "terrace" else chance.choice(("whole", "daytime")),
        "length": chance.choice(("4", "5,50", "6", "8,20", "12")),
        "width": chance.choice(("1,20", "1,50") if wide else ("1,80", "2", "2,50")),
        **_furniture(usage),
        "traffic": "parking" if usage in {"moving", "skip"} else "none",
        "details": chance.choice(("", "", "Je peux déplacer l’installation les jours de marché.")),
    }


def _furniture(usage: str) -> Answers:
    if usage != "terrace":
        return {}
    return {
        "structures[0].item": "table",
        "structures[0].number": "6",
        "structures[1].item": "parasol",
        "structures[1].number": "3",
    }


def _record(chance: random.Random, who: Applicant, on: date) -> Answers:
    act = chance.choice(("birth", "birth", "marriage", "death"))
    happened = on - timedelta(days=chance.randrange(400, 25_000))
    return {
        **who.inputs,
        "act": act,
        "nature": chance.choice(("full", "parentage", "plain")),
        "relation": chance.choice(("self", "spouse", "descendant")),
        "copies": chance.choice(("1", "1", "2")),
        "family_name": who.family_name,
        "given_names": chance.choice(("Marie Louise", "Jean Paul", "Anne Sophie", "Henri")),
        "event_on": _day(happened),
        "place": GIEN,
        "spouse[0].spouse_family_name": "Lenormand",
        "spouse[0].spouse_given_names": "Claude",
        "parents[0].parent_family_name": who.family_name,
        "parents[0].parent_given_names": "Bernadette",
        "use": chance.choice(("wedding", "estate", "other")),
    }


def _declaration(chance: random.Random, who: Applicant, on: date) -> Answers:
    work, description = chance.choice(_DECLARED)
    built = work in {"shed", "pool", "extension"}
    near = chance.random() < 0.3
    return {
        **who.inputs,
        "quality": chance.choice(("owner", "owner", "co_owner")),
        "commune": GIEN,
        "street": f"{chance.randrange(1, 60)} {chance.choice(_GIEN_STREETS)}",
        "parcels[0].parcel": f"{chance.choice(('AB', 'AC', 'BD'))} {chance.randrange(1, 480)}",
        "parcels[0].area": str(chance.randrange(180, 1400)),
        "subdivision": chance.choice(("no", "no", "yes")),
        "protected": ["monument"] if near else [],
        "works": [work],
        "description": description,
        "creates_volume": "yes" if built else "no",
        "footprint": chance.choice(("9,50", "12", "18")),
        "floor_before": chance.choice(("84", "96", "120")),
        "floor_created": "16" if work == "extension" else "0",
        "height": chance.choice(("2,40", "3,10")),
        "ground_changes": "yes" if work == "pool" else "no",
        "visible": "yes",
        "materials": "Bois peint gris clair, tuile plate rouge vieilli.",
        "trees": "no",
        "environmental_assessment": "no",
    }


def _road(chance: random.Random, who: Applicant, on: date) -> Answers:
    return {
        **who.inputs,
        "acts_for": "myself",
        "commune": who.insee,
        "road": chance.choice(("D 952", "D 940", "D 941", "D 51", "D 44")),
        "side": chance.choice(("right", "left", "unknown")),
        "street": chance.choice(("Lieu-dit les Grandes Vignes", "La Croix Rouge", "Les Bruyères")),
        "built_up": "no",
        "work": chance.choice(("access", "access", "ditch", "fence", "outflow")),
        "access_width": chance.choice(("4", "4,50", "6")),
        "access_use": chance.choice(("house", "farm")),
        "pipe_length": chance.choice(("5", "8", "12,50")),
        "digging": "no",
        "starts_on": _day(on + timedelta(days=chance.randrange(40, 120))),
        "duration_days": str(chance.randrange(2, 15)),
        "traffic": chance.choice(("none", "narrowing")),
        "description": chance.choice(_WORKS),
    }


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


_GIEN_STREETS = ("rue Gambetta", "quai Lenoir", "rue Thiers", "place Jean Jaurès", "rue de l’Hôtel")
_WORKS = (
    "Pose d’un accès empierré avec tête de pont, fossé rétabli à l’identique après les travaux.",
    "Reprise de l’entrée existante, enrobé à chaud, raccordement sans ressaut sur la chaussée.",
    "Travaux à la mini-pelle, accotement remis en état et ensemencé, sans gêne au passage.",
)
_DECLARED = (
    ("fence", "Clôture de bois sur muret le long de la rue, portillon assorti."),
    ("opening", "Remplacement de quatre fenêtres par des menuiseries de bois, mêmes dimensions."),
    ("roof", "Réfection de la toiture à l’identique et pose d’une fenêtre de toit."),
    ("facade", "Ravalement de la façade sur rue, enduit à la chaux ton pierre."),
    ("panels", "Douze panneaux solaires sur le pan sud, posés dans le plan du toit."),
    ("shed", "Abri de jardin de bois au fond de la parcelle."),
    ("pool", "Piscine enterrée de 8 m sur 4 m, margelles de pierre."),
    ("extension", "Extension de plain-pied sur le jardin, toit à deux pans."),
)
_FORMS: Mapping[str, Callable[[random.Random, Applicant, date], Answers]] = {
    "epci/bac-composteur": _bin,
    "commune/occupation-domaine-public": _occupation,
    "commune/acte-etat-civil": _record,
    "commune/declaration-prealable": _declaration,
    "departement/permission-voirie": _road,
}
