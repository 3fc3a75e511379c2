"""What a timeline says, in French and in English; `{name}` places are dates in words."""

Pair = tuple[str, str]

FILED: Pair = ("La demande est reçue le {day}.", "The request is received on {day}.")
MISDIRECTED_RESTART: Pair = (
    "L’administration saisie le {day} n’est pas compétente : le délai au terme duquel le silence"
    " vaut accord ne court qu’à compter de la réception par l’administration compétente.",
    "The body seized on {day} is not competent: the delay after which silence means acceptance"
    " only runs from reception by the competent one.",
)
MISDIRECTED_REJECTION: Pair = (
    "L’administration saisie le {day} n’est pas compétente : le délai au terme duquel le silence"
    " vaut rejet court néanmoins dès cette réception.",
    "The body seized on {day} is not competent: the delay after which silence means rejection"
    " nevertheless runs from that reception.",
)
HANDED_OVER_START: Pair = (
    "La demande est transmise le {day} à l’administration compétente : son délai et celui de"
    " l’accusé de réception courent de ce jour.",
    "The request is handed over to the competent body on {day}: its delay and that of the receipt"
    " run from that day.",
)
HANDED_OVER_KEEP: Pair = (
    "La demande est transmise le {day} à l’administration compétente, qui doit l’accusé de"
    " réception ; la date de la première réception est conservée.",
    "The request is handed over to the competent body on {day}, which owes the receipt; the date"
    " of the first reception is kept.",
)
HANDED_OVER_USELESS: Pair = (
    "La demande était déjà chez l’administration compétente : la transmission du {day} ne change"
    " aucun délai.",
    "The request was already with the competent body: handing it over on {day} changes no delay.",
)
HANDED_OVER_ASTRAY: Pair = (
    "La transmission du {day} va à une administration qui n’est pas compétente non plus.",
    "The hand-over of {day} goes to a body that is not competent either.",
)
RECEIPT_SENT: Pair = (
    "L’accusé de réception est envoyé le {day}.",
    "The receipt is sent on {day}.",
)
REGISTRATION_RECEIPT_SENT: Pair = (
    "L’accusé d’enregistrement est envoyé le {day}.",
    "The registration receipt is sent on {day}.",
)
RECEIPT_INCOMPLETE: Pair = (
    "L’accusé de réception du {day} omet une mention obligatoire : les délais de recours ne sont"
    " pas opposables.",
    "The receipt of {day} lacks a mandatory mention: delays of appeal are not opposable.",
)
PIECES_RESTART: Pair = (
    "Des pièces indispensables sont demandées, demande reçue le {day} : le délai ne court qu’à"
    " compter de leur production.",
    "Indispensable pieces are asked, the request received on {day}: the delay only runs from their"
    " production.",
)
PIECES_SUSPEND: Pair = (
    "Des pièces indispensables sont demandées, demande reçue le {day} : le délai est suspendu"
    " jusqu’à leur production, au plus tard le {limit}.",
    "Indispensable pieces are asked, the request received on {day}: the delay is suspended until"
    " they are produced, {limit} at the latest.",
)
PIECES_SUSPEND_OPEN: Pair = (
    "Des pièces indispensables sont demandées, demande reçue le {day}, sans date limite : le délai"
    " est suspendu jusqu’à leur production.",
    "Indispensable pieces are asked, the request received on {day}, without a limit: the delay is"
    " suspended until they are produced.",
)
PIECES_NO_CLOCK: Pair = (
    "Des pièces sont demandées, demande reçue le {day} ; aucun délai de silence ne court.",
    "Pieces are asked, the request received on {day}; no delay of silence runs.",
)
ASKED_ASTRAY: Pair = (
    "Les pièces demandées le {day} l’ont été par un service qui n’est pas l’autorité compétente :"
    " la demande n’a pas d’effet sur le délai.",
    "The pieces asked on {day} were asked by a body that is not the competent authority: the"
    " request has no effect on the delay.",
)
NOT_INDISPENSABLE: Pair = (
    "La pièce demandée le {day} n’est pas indispensable : l’instruction continue, l’accord ne"
    " prendra effet qu’à sa réception.",
    "The piece asked on {day} is not indispensable: the examination goes on, a grant will take"
    " effect on its reception.",
)
WITHOUT_LIMIT: Pair = (
    "La demande de pièces du {day} ne fixe pas de délai : la suspension dure jusqu’à la"
    " production ; fixez une date limite (R112-11-4).",
    "The request for pieces of {day} sets no limit: the suspension lasts until production; set a"
    " date (R112-11-4).",
)
LIMIT_PASSED: Pair = (
    "La demande de pièces n’est reçue que le {day}, après la date limite du {limit} : elle ne"
    " suspend rien.",
    "The request for pieces is only received on {day}, after its limit of {limit}: it suspends"
    " nothing.",
)
GIVEN_RESTART: Pair = (
    "Les pièces demandées sont produites le {day} : le délai repart entier de ce jour.",
    "The pieces asked are produced on {day}: the delay starts again in full from that day.",
)
GIVEN_RESUME: Pair = (
    "Les pièces demandées sont produites le {day} : la suspension prend fin.",
    "The pieces asked are produced on {day}: the suspension ends.",
)
GIVEN_LATE: Pair = (
    "Les pièces sont produites le {day}, après la date limite : la suspension avait déjà pris fin.",
    "The pieces are produced on {day}, after the limit: the suspension had already ended.",
)
GIVEN_PARTIAL: Pair = (
    "La production du {day} est incomplète : rien ne repart.",
    "The production of {day} is incomplete: nothing restarts.",
)
GIVEN_UNASKED: Pair = (
    "Des pièces arrivent le {day} sans demande en cours : aucun délai ne change.",
    "Pieces arrive on {day} with no request pending: no delay changes.",
)
ORIGINAL_ASKED: Pair = (
    "L’original d’une pièce est demandé, demande reçue le {day} : la procédure est suspendue"
    " jusqu’à sa production.",
    "The original of a piece is asked, the request received on {day}: the procedure is suspended"
    " until it is produced.",
)
ORIGINAL_GIVEN: Pair = (
    "L’original est produit le {day} : la procédure reprend.",
    "The original is produced on {day}: the procedure resumes.",
)
ORIGINAL_UNASKED: Pair = (
    "Un original est produit le {day} sans avoir été demandé : aucun délai ne change.",
    "An original is produced on {day} though none was asked: no delay changes.",
)
OPINION_ASKED: Pair = (
    "Un avis est demandé le {day} ; il ne change pas le délai par lui-même.",
    "An opinion is asked on {day}; by itself it changes no delay.",
)
OPINION_RECEIVED: Pair = (
    "Un avis est reçu le {day} ; il est communicable au demandeur.",
    "An opinion is received on {day}; the applicant may have it.",
)
EXTENDED: Pair = (
    "L’allongement du délai est notifié le {day}.",
    "The longer delay is notified on {day}.",
)
SENT: Pair = ("Un envoi part le {day}.", "A document is sent on {day}.")
SENT_UNKNOWN: Pair = (
    "La décision envoyée le {day} n’est opposable qu’à sa notification, dont la date manque :"
    " enregistrez-la.",
    "The decision sent on {day} binds from its notification, whose date is missing: record it.",
)
MADE_AVAILABLE: Pair = (
    "Un document est mis à disposition sur le portail le {day} ; s’il n’est pas ouvert au plus"
    " tard le {until}, il sera réputé notifié ce {day}.",
    "A document is made available on the portal on {day}; unopened by {until}, it will be held"
    " notified on {day}.",
)
NO_CONSENT: Pair = (
    "La mise à disposition du {day} ne vaut pas notification : la personne n’y a pas consenti ;"
    " notifiez par voie postale.",
    "Making available on {day} notifies nothing: the person has not consented; notify by post.",
)
OPENED: Pair = (
    "Le document du portail est ouvert le {day}.",
    "The document on the portal is opened on {day}.",
)
OPENED_NOTHING: Pair = (
    "Une ouverture est enregistrée le {day} alors que rien n’était à disposition.",
    "An opening is recorded on {day} though nothing was available.",
)
AFTER_BIRTH: Pair = (
    "Une décision tacite est née le {born} : ce qui survient le {day} ne change rien.",
    "A tacit decision was born on {born}: what happens on {day} changes nothing.",
)
AFTER_DECISION: Pair = (
    "Une décision expresse a été notifiée le {decided} : ce qui survient le {day} ne change rien.",
    "An express decision was notified on {decided}: what happens on {day} changes nothing.",
)
GRANTED: Pair = (
    "L’accord exprès est notifié le {day}, dans le délai.",
    "The express grant is notified on {day}, in time.",
)
REFUSED: Pair = (
    "Le refus exprès est notifié le {day}, dans le délai.",
    "The express refusal is notified on {day}, in time.",
)
REFUSED_AFTER_ACCEPTANCE: Pair = (
    "Le refus notifié le {day} est sans effet : un accord tacite est né le {born} ; il ne peut"
    " qu’être retiré, s’il est illégal, au plus tard le {revocable}.",
    "The refusal notified on {day} has no effect: a tacit acceptance was born on {born}; it can"
    " only be revoked, if unlawful, by {revocable}.",
)
GRANTED_AFTER_ACCEPTANCE: Pair = (
    "L’accord notifié le {day} confirme l’accord tacite né le {born}.",
    "The grant notified on {day} confirms the tacit acceptance born on {born}.",
)
GRANTED_AFTER_REJECTION: Pair = (
    "L’accord notifié le {day} remplace le rejet tacite né le {born}.",
    "The grant notified on {day} replaces the tacit rejection born on {born}.",
)
REFUSED_AFTER_REJECTION: Pair = (
    "Le refus exprès notifié le {day}, dans le délai de recours contre le rejet tacite, ouvre un"
    " nouveau délai.",
    "The express refusal notified on {day}, within the delay of appeal against the tacit"
    " rejection, opens the delay anew.",
)
CONFIRMING: Pair = (
    "Le refus notifié le {day} ne fait que confirmer un refus : il n’ouvre pas de nouveau délai.",
    "The refusal notified on {day} only confirms a refusal: it opens no new delay.",
)
AFTER_FLAT_RATE: Pair = (
    "La décision expresse notifiée le {day} met fin au montant forfaitaire accordé le {born}.",
    "The express decision notified on {day} ends the flat-rate grant of {born}.",
)
REPLACED: Pair = (
    "L’accord notifié le {day} remplace le refus.",
    "The grant notified on {day} replaces the refusal.",
)
REVOKED: Pair = (
    "Le refus notifié le {day} retire un accord : il faut que cet accord soit illégal et que le"
    " retrait intervienne au plus tard le {revocable}, après procédure contradictoire.",
    "The refusal notified on {day} revokes a grant: the grant must be unlawful and revoked by"
    " {revocable}, after hearing the person.",
)
ANSWERED: Pair = (
    "Le rejet exprès du recours administratif, notifié le {day}, ouvre un nouveau délai.",
    "The express rejection of the administrative appeal, notified on {day}, opens the delay anew.",
)
APPEALED: Pair = (
    "Le recours gracieux formé le {day} interrompt le délai de recours contentieux ; sans réponse,"
    " il est rejeté le {born}.",
    "The gracious appeal made on {day} interrupts the delay to go to court; unanswered, it is"
    " rejected on {born}.",
)
APPEALED_PLANNING: Pair = (
    "Le recours gracieux formé le {day} ne proroge pas le délai de recours contentieux ; sans"
    " réponse, il est rejeté le {born}.",
    "The gracious appeal made on {day} does not extend the delay to go to court; unanswered, it is"
    " rejected on {born}.",
)
APPEALED_LATE: Pair = (
    "Le recours du {day} vient après le {last} : il est tardif et ne change rien.",
    "The appeal of {day} comes after {last}: it is late and changes nothing.",
)
APPEALED_NOTHING: Pair = (
    "Le recours du {day} ne vise aucun refus : il ne change rien.",
    "The appeal of {day} is against no refusal: it changes nothing.",
)
APPEALED_AGAIN: Pair = (
    "Un second recours gracieux, le {day}, n’interrompt pas une deuxième fois le délai.",
    "A second gracious appeal, on {day}, does not interrupt the delay again.",
)
APPEALED_COURT: Pair = (
    "Le tribunal est saisi le {day}, dans le délai.",
    "The court is seized on {day}, in time.",
)

# The reasons of a tacit rejection

REASONS_ASKED: Pair = (
    "Les motifs du rejet tacite sont demandés le {day}, dans le délai de recours : ils sont dus au"
    " plus tard le {due}, et ce délai court encore deux mois après leur communication.",
    "The reasons of the tacit rejection are asked for on {day}, within the delay of appeal: they"
    " are owed by {due}, and this delay goes on until two months after they are communicated.",
)
REASONS_ASKED_LATE: Pair = (
    "Les motifs demandés le {day} le sont après le {last}, dernier jour du délai de recours : cette"
    " demande ne change rien.",
    "The reasons asked for on {day} are so after {last}, the last day of the delay of appeal: this"
    " request changes nothing.",
)
REASONS_LATE_YET_OPEN: Pair = (
    "Le délai de recours n’étant pas opposable, un juge pourrait tenir la demande de motifs du"
    " {day} pour faite à temps : mieux vaut y répondre.",
    "As the delay of appeal does not run against the person, a court might hold the request for"
    " reasons of {day} to be in time: it had better be answered.",
)
REASONS_ASKED_AGAIN: Pair = (
    "Les motifs sont demandés de nouveau le {day} : ils étaient déjà dus, rien ne change.",
    "The reasons are asked for again on {day}: they were owed already, nothing changes.",
)
REASONS_KNOWN: Pair = (
    "Les motifs demandés le {day} ont déjà été communiqués : rien ne change.",
    "The reasons asked for on {day} have already been communicated: nothing changes.",
)
REASONS_OF_NOTHING: Pair = (
    "Le {day}, aucun rejet tacite n’est en cause : parler de ses motifs ne change rien.",
    "On {day} no tacit rejection is in question: to speak of its reasons changes nothing.",
)
REASONS_UNASKED: Pair = (
    "Les motifs communiqués le {day} n’étaient pas dus : le délai de recours ne change pas.",
    "The reasons communicated on {day} were not owed: the delay of appeal does not change.",
)
REASONS_GIVEN: Pair = (
    "Les motifs du rejet tacite sont communiqués le {day} : le délai de recours court jusqu’au"
    " {last} inclus.",
    "The reasons of the tacit rejection are communicated on {day}: the delay of appeal runs until"
    " {last} included.",
)
