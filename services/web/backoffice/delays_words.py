"""The words of the delay calculator: facts, precisions, calendars, where the person lives."""

from services.foundation.i18n import _
from services.law.contracts import Residence


def residence_words() -> list[tuple[Residence, str]]:
    """Where the person lives, seen from the court: it lengthens the appeal (CJA R421-7)."""
    return [
        ("metropole", _("Sans augmentation")),
        ("overseas", _("Outre-mer : un mois de plus")),
        ("abroad", _("À l’étranger : deux mois de plus")),
    ]


def what_words() -> list[tuple[str, str]]:
    """The facts that may be added, in words."""
    return [
        ("receipt_sent", _("Accusé de réception envoyé")),
        ("pieces_asked", _("Pièces demandées")),
        ("pieces_given", _("Pièces reçues")),
        ("original_asked", _("Original demandé")),
        ("original_given", _("Original reçu")),
        ("opinion_asked", _("Avis demandé")),
        ("opinion_received", _("Avis reçu")),
        ("delay_extended", _("Délai majoré (urbanisme)")),
        ("handed_over", _("Transmise à l’administration compétente")),
        ("decision_notified", _("Décision notifiée")),
        ("made_available", _("Décision mise à disposition sur le portail")),
        ("opened", _("Décision ouverte sur le portail")),
        ("sent", _("Décision envoyée (urbanisme)")),
        ("reasons_asked", _("Motifs du rejet tacite demandés")),
        ("reasons_given", _("Motifs du rejet tacite communiqués")),
        ("appealed", _("Recours formé")),
    ]


def detail_words() -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be said more of a fact, by kind of fact."""
    return [
        (
            _("Pièces"),
            [
                ("not_indispensable", _("non indispensables")),
                ("not_in_code", _("hors du code (urbanisme)")),
                ("partial", _("envoi incomplet")),
            ],
        ),
        (_("Décision"), [("grant", _("accord")), ("refusal", _("refus"))]),
        (_("Avis"), [("favourable", _("favorable")), ("unfavourable", _("défavorable"))]),
        (
            _("Majoration"),
            [
                (f"months_{count}", _("{count} mois").format(count=count))
                for count in (1, 2, 3, 4, 6)
            ]
            + [("months_5", _("cinq mois en tout (R423-27, R423-28)"))],
        ),
    ]


def calendar_words() -> list[tuple[str, str]]:
    """The calendars, in words."""
    return [
        ("metropole", _("Métropole")),
        ("alsace-moselle", _("Alsace-Moselle")),
        ("guadeloupe", _("Guadeloupe")),
        ("martinique", _("Martinique")),
        ("guyane", _("Guyane")),
        ("reunion", _("La Réunion")),
        ("mayotte", _("Mayotte")),
        ("saint-martin", _("Saint-Martin")),
        ("saint-barthelemy", _("Saint-Barthélemy")),
        ("saint-pierre-et-miquelon", _("Saint-Pierre-et-Miquelon")),
    ]
