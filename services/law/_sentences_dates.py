"""What a timeline says of each date of the law and of what would still move it."""

from services.law._sentences import Pair

REGISTRATION_RECEIPT_DUE: Pair = (
    "L’accusé d’enregistrement est dû aussitôt, au plus tard le {day} (un jour ouvré).",
    "The registration receipt is due at once, by {day} (one working day).",
)
RECEIPT_DUE: Pair = (
    "L’accusé de réception est dû au plus tard le {day} (dix jours ouvrés après la réception par"
    " l’administration compétente).",
    "The receipt is due by {day} (ten working days after reception by the competent body).",
)
RECEIPT_DUE_OWN: Pair = (
    "L’accusé de réception est dû au plus tard le {day}, délai propre à ce régime.",
    "The receipt is due by {day}, a delay of this regime’s own.",
)
TACIT: dict[str, Pair] = {
    "acceptance": (
        "Sans décision expresse notifiée au plus tard le {last}, la demande est acceptée"
        " le {born}.",
        "Without an express decision notified by {last}, the request is accepted on {born}.",
    ),
    "rejection": (
        "Sans décision expresse notifiée au plus tard le {last}, la demande est rejetée le {born}.",
        "Without an express decision notified by {last}, the request is rejected on {born}.",
    ),
    "flat_rate": (
        "Sans décision expresse notifiée au plus tard le {last}, la prestation est accordée pour"
        " un montant forfaitaire le {born}, jusqu’à une décision expresse.",
        "Without an express decision notified by {last}, the benefit is granted at a flat rate on"
        " {born}, until an express decision.",
    ),
}
PIECES_LAPSED: Pair = (
    "Si les pièces demandées ne sont pas produites au plus tard le {last}, la demande est"
    " tacitement rejetée le {born} (opposition tacite pour une déclaration).",
    "If the pieces asked are not produced by {last}, the request is tacitly rejected on {born}"
    " (tacit opposition for a declaration).",
)
TACIT_APPEAL: Pair = (
    "Le rejet tacite peut être attaqué jusqu’au {day} inclus.",
    "The tacit rejection may be appealed until {day} included.",
)
APPEAL: Pair = (
    "Le refus peut être attaqué jusqu’au {day} inclus.",
    "The refusal may be appealed until {day} included.",
)
REASONABLE: Pair = (
    "Le délai de deux mois n’est pas opposable : le recours reste possible dans un délai"
    " raisonnable, en principe jusqu’au {day}.",
    "The delay of two months does not run: an appeal remains possible within a reasonable delay, as"
    " a rule until {day}.",
)
GRACIOUS: Pair = (
    "Un recours gracieux peut être formé jusqu’au {day} inclus ; il ne proroge pas le recours"
    " contentieux.",
    "A gracious appeal may be made until {day} included; it does not extend the delay to go to"
    " court.",
)
REVOCATION: Pair = (
    "L’accord, s’il est illégal, peut être retiré jusqu’au {day} inclus.",
    "The grant, if unlawful, may be revoked until {day} included.",
)
COMPLETENESS: Pair = (
    "Jusqu’au {day} inclus, l’autorité peut demander les pièces manquantes ou notifier un autre"
    " délai ; ensuite le dossier est réputé complet.",
    "Until {day} included, the authority may ask for missing pieces or notify another delay; then"
    " the file is deemed complete.",
)
SAFE_POSTING: Pair = (
    "Pour être reçue à temps, la décision part au plus tard le {electronic} par voie électronique,"
    " le {post} par courrier recommandé (marge de la maison).",
    "To be received in time, the decision leaves by {electronic} electronically, by {post} by"
    " registered letter (a margin of the house).",
)
OPPOSABLE: Pair = (
    "Les délais de recours sont opposables à la personne.",
    "The delays of appeal run against the person.",
)
NOT_OPPOSABLE: Pair = (
    "Les délais de recours ne sont pas opposables : l’accusé de réception n’a pas été transmis"
    " avant la naissance du refus, ou une mention manque.",
    "The delays of appeal do not run against the person: the receipt was not sent before the"
    " refusal was born, or a mention is missing.",
)
PORTAL_UNTIL: Pair = (
    "Non ouvert le {until}, le document est réputé notifié le {day}, jour de sa mise à"
    " disposition.",
    "Unopened on {until}, the document is held notified on {day}, when it was made available.",
)

# What would still move a date

DECIDE: Pair = (
    "Une décision expresse notifiée au plus tard le {last} prend la place du silence.",
    "An express decision notified by {last} takes the place of silence.",
)
ASK_RESTART: Pair = (
    "Une demande de pièces indispensables reçue au plus tard le {last} ferait repartir le délai"
    " entier à leur production.",
    "A request for indispensable pieces received by {last} would start the delay again in full on"
    " their production.",
)
ASK_SUSPEND: Pair = (
    "Une demande de pièces indispensables reçue au plus tard le {last} suspendrait le délai.",
    "A request for indispensable pieces received by {last} would suspend the delay.",
)
PRODUCE_RESTART: Pair = (
    "La production de toutes les pièces demandées fait partir le délai.",
    "Producing all the pieces asked starts the delay.",
)
PRODUCE_RESUME: Pair = (
    "Une production plus précoce des pièces avance le terme du délai.",
    "Producing the pieces earlier brings the end of the delay forward.",
)
PRODUCE_ORIGINAL: Pair = (
    "La production de l’original met fin à la suspension.",
    "Producing the original ends the suspension.",
)
HAND_OVER: Pair = (
    "La transmission à l’administration compétente fait partir le délai.",
    "Handing over to the competent body starts the delay.",
)
HAND_OVER_RECEIPT: Pair = (
    "La transmission à l’administration compétente fait partir le délai de l’accusé de réception.",
    "Handing over to the competent body starts the delay of the receipt.",
)
REFUSE_ANEW: Pair = (
    "Un refus exprès notifié au plus tard le {last} ouvrirait un nouveau délai de recours.",
    "An express refusal notified by {last} would open a new delay of appeal.",
)
OPEN_PORTAL: Pair = (
    "Une ouverture du document du portail au plus tard le {until} fixerait la notification à ce"
    " jour-là.",
    "Opening the document on the portal by {until} would set the notification on that day.",
)
GRACIOUS_MOVES: Pair = (
    "Un recours gracieux formé au plus tard le {last} interromprait le délai de recours.",
    "A gracious appeal made by {last} would interrupt the delay of appeal.",
)
ASK_REASONS: Pair = (
    "Une demande des motifs faite au plus tard le {last} prorogerait le délai de recours.",
    "A request for the reasons made by {last} would extend the delay of appeal.",
)
GIVE_REASONS: Pair = (
    "La communication des motifs ferait courir les deux derniers mois du délai de recours.",
    "Communicating the reasons would start the last two months of the delay of appeal.",
)
ASK_PLANNING: Pair = (
    "Une demande de pièces du code, ou un autre délai motivé, reçus au plus tard le {month}"
    " changeraient ce terme.",
    "A request for pieces of the code, or a reasoned other delay, received by {month} would change"
    " this date.",
)
ABF: Pair = (
    "Un avis défavorable de l’architecte des Bâtiments de France reçu au plus tard le {last}"
    " changerait le sens du silence.",
    "An unfavourable opinion of the ABF received by {last} would change what silence means.",
)
EXCEPTIONAL: Pair = (
    "Une prolongation exceptionnelle (R423-34 à R423-37) notifiée au plus tard le {last}"
    " changerait ce terme.",
    "An exceptional extension (R423-34 to R423-37) notified by {last} would change this date.",
)

# What the register and the settlements say

PIECES_DUE: Pair = (
    "Les pièces demandées sont attendues au plus tard le {day}.",
    "The pieces asked are expected by {day}.",
)
REASONS_DUE: Pair = (
    "Les motifs du rejet tacite sont dus au plus tard le {day}.",
    "The reasons of the tacit rejection are owed by {day}.",
)
TACIT_APPEAL_OPEN: Pair = (
    "Tant que les motifs demandés ne sont pas communiqués, le délai de recours contre le rejet"
    " tacite reste ouvert : il ne finira pas avant le {day}.",
    "As long as the reasons asked for are not communicated, the delay of appeal against the tacit"
    " rejection stays open: it will not end before {day}.",
)
BORN: dict[str, Pair] = {
    "acceptance": (
        "Un accord tacite est né le {born}.",
        "A tacit acceptance was born on {born}.",
    ),
    "rejection": (
        "Un rejet tacite est né le {born}.",
        "A tacit rejection was born on {born}.",
    ),
    "flat_rate": (
        "La prestation est accordée pour un montant forfaitaire depuis le {born}.",
        "The benefit is granted at a flat rate since {born}.",
    ),
}
