"""The words that procedures are filed under: themes, life events, and who answers."""

from collections.abc import Mapping
from typing import Literal, get_args

from services.foundation.i18n import Text

Level = Literal["commune", "epci", "departement"]
Kind = Literal["permit", "registration", "request"]
SilenceEffect = Literal["acceptance", "rejection", "flat_rate", "none"]
FinalDisposal = Literal["destroy", "keep", "sort"]

LEVELS: tuple[Level, ...] = get_args(Level)
KINDS: tuple[Kind, ...] = get_args(Kind)
SILENCE_EFFECTS: tuple[SilenceEffect, ...] = get_args(SilenceEffect)
FINAL_DISPOSALS: tuple[FinalDisposal, ...] = get_args(FinalDisposal)

THEMES: Mapping[str, Text] = {
    "civil_status": Text("État civil et papiers", "Civil status and papers"),
    "public_space": Text("Rue et espace public", "Streets and public space"),
    "environment": Text("Déchets et environnement", "Waste and environment"),
    "roads": Text("Routes et travaux", "Roads and works"),
    "housing": Text("Urbanisme et logement", "Planning and housing"),
    "family": Text("Enfance et famille", "Childhood and family"),
    "solidarity": Text("Solidarité et santé", "Solidarity and health"),
    "community": Text("Associations et événements", "Associations and events"),
}

LIFE_EVENTS: Mapping[str, Text] = {
    "birth": Text("J’attends ou j’accueille un enfant", "I am expecting or welcoming a child"),
    "marriage": Text("Je me marie ou je me pacse", "I am getting married or into a civil union"),
    "death": Text("Je perds un proche", "A relative has died"),
    "moving": Text("Je déménage ou je m’installe", "I am moving or settling in"),
    "building": Text("Je construis ou je fais des travaux", "I am building or renovating"),
    "business": Text("J’ouvre ou je fais vivre un commerce", "I open or run a business"),
    "event": Text("J’organise un événement", "I am organising an event"),
    "everyday": Text("Ma vie de tous les jours", "My everyday life"),
}
