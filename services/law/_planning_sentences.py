"""What a timeline says of a planning file."""

from services.law._sentences import Pair

RECEIPT_STARTS: Pair = (
    "Le récépissé est envoyé le {day} : les délais d’un dépôt électronique courent de cet envoi.",
    "The receipt is sent on {day}: the delays of an electronic filing run from that sending.",
)
ASKED: Pair = (
    "Les pièces manquantes sont demandées, demande reçue le {day}, dans le mois : le délai"
    " partira de leur réception ; à produire au plus tard le {limit}.",
    "The missing pieces are asked, the request received on {day}, within the month: the delay will"
    " start on their reception; to be produced by {limit}.",
)
ASKED_INSTEAD: Pair = (
    "Une nouvelle demande, reçue le {day} dans le mois, remplace la première : les pièces sont à"
    " produire au plus tard le {limit}.",
    "Another request, received on {day} within the month, replaces the first: the pieces are to be"
    " produced by {limit}.",
)
ASKED_AGAIN: Pair = (
    "Une nouvelle demande, après une production partielle, est reçue le {day} ; elle ne déplace"
    " pas les trois mois, qui finissent le {limit}.",
    "Another request, after a partial production, is received on {day}; it does not move the three"
    " months, which end on {limit}.",
)
ASKED_LATE: Pair = (
    "La demande de pièces reçue le {day} vient après le {month}, terme du mois : elle n’a pas"
    " d’effet sur le délai, le dossier est réputé complet.",
    "The request for pieces received on {day} comes after {month}, the end of the month: it has no"
    " effect on the delay, the file is deemed complete.",
)
ASKED_ASTRAY: Pair = (
    "Les pièces demandées le {day} l’ont été par un service qui n’est pas l’autorité compétente :"
    " la demande n’a pas d’effet sur le délai.",
    "The pieces asked on {day} were asked by a body that is not the competent authority: the"
    " request has no effect on the delay.",
)
NOT_IN_CODE: Pair = (
    "La pièce demandée le {day} n’est pas prévue par le code de l’urbanisme : la demande n’a pas"
    " d’effet sur le délai.",
    "The piece asked on {day} is not one of the planning code: the request has no effect on the"
    " delay.",
)
LIMIT_IS_LEGAL: Pair = (
    "La date limite fixée au {limit} ne s’applique pas : le code donne trois mois.",
    "The limit set on {limit} does not apply: the code gives three months.",
)
COMPLETE: Pair = (
    "Les pièces demandées sont reçues le {day} : le dossier est complet, le délai d’instruction"
    " part de ce jour.",
    "The pieces asked are received on {day}: the file is complete, the delay starts that day.",
)
EXTENDED_LATE: Pair = (
    "L’allongement notifié le {day} vient après le {month}, terme du mois : il est sans effet.",
    "The longer delay notified on {day} comes after {month}, the end of the month: it has no"
    " effect.",
)
EXTENDED_ASTRAY: Pair = (
    "L’allongement notifié le {day} l’a été par un service qui n’est pas l’autorité compétente : il"
    " est sans effet.",
    "The longer delay notified on {day} was notified by a body that is not the competent authority:"
    " it has no effect.",
)
EXTENDED_COVERED: Pair = (
    "L’allongement notifié le {day} ne s’ajoute pas à celui déjà notifié : le plus long l’emporte.",
    "The longer delay notified on {day} does not add to the one already notified: the longest"
    " prevails.",
)
EXCEPTIONAL: Pair = (
    "La prolongation exceptionnelle est notifiée le {day}, avant le terme du délai.",
    "The exceptional extension is notified on {day}, before the delay expires.",
)
ABF_AGAINST: Pair = (
    "L’architecte des Bâtiments de France a donné le {day} un avis défavorable ou assorti de"
    " prescriptions : le silence vaudra rejet.",
    "On {day} the ABF gave an unfavourable or conditional opinion: silence will mean rejection.",
)
ABF_DECLARATION: Pair = (
    "L’article R424-3 vise les permis ; la maison l’applique aussi à la déclaration préalable"
    " (à vérifier).",
    "Article R424-3 names permits; the house applies it to declarations too (to be verified).",
)
ABF_SLOW: Pair = (
    "L’avis du {day} arrive plus tard que le délai laissé à l’architecte des Bâtiments de France"
    " depuis sa saisine (R423-59, R423-67) : vérifiez s’il n’est pas réputé favorable.",
    "The opinion of {day} comes later than the delay left to the ABF since it was consulted"
    " (R423-59, R423-67): check whether it is not deemed favourable.",
)
ABF_UNCLEAR: Pair = (
    "Le sens de l’avis du {day} n’est pas reconnu (favourable, conditional, unfavourable) : il est"
    " tenu pour favorable.",
    "The sense of the opinion of {day} is not recognised (favourable, conditional, unfavourable):"
    " it is held favourable.",
)
ABF_FAVOURABLE: Pair = (
    "L’architecte des Bâtiments de France a donné le {day} un avis favorable.",
    "On {day} the ABF gave a favourable opinion.",
)
NOTIFIED_BY_SENDING: Pair = (
    "La décision envoyée par voie électronique est réputée reçue le {day}, lendemain de l’envoi.",
    "The decision sent electronically is deemed received on {day}, the day after the sending.",
)
EXCEPTION: Pair = (
    "Ce projet relève d’une exception : le silence vaudra rejet.",
    "This project falls under an exception: silence will mean rejection.",
)
