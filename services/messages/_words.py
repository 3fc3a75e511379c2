"""What each mail says, in French and in English; `{by}`, `{number}`… come from its content."""

from dataclasses import dataclass

from services.foundation.i18n import Text
from services.messages.contracts import MailKind


@dataclass(frozen=True, slots=True)
class Words:
    """A mail in words: its subject, its sentences, and the verb on its link."""

    subject: Text
    sentences: tuple[Text, ...]
    link: Text
    # Said only when the content has a day to act by.
    until: Text | None = None


FOLLOW = Text("Suivre ma demande", "Follow my request")
NEXT_DAY = Text(
    "Envoyé par voie électronique, ce document est réputé reçu le {deemed_received_on} "
    "(code de l’urbanisme, article R*474-1).",
    "Sent electronically, this document is deemed received on {deemed_received_on} "
    "(code de l’urbanisme, article R*474-1).",
)

WORDS: dict[MailKind, Words] = {
    "receipt_ready": Words(
        Text("Dossier {number} : nous avons reçu votre demande", "Case {number}: request received"),
        (
            Text(
                "{authority} a bien reçu votre demande. Votre accusé de réception est prêt.",
                "{authority} has received your request. Your receipt is ready.",
            ),
            Text(
                "Il dit qui s’occupe de votre demande, et ce qui se passe sans réponse.",
                "It says who is dealing with your request, and what happens without an answer.",
            ),
        ),
        Text("Lire l’accusé de réception", "Read the receipt"),
    ),
    "pieces_requested": Words(
        Text("Dossier {number} : il manque des pièces", "Case {number}: documents are missing"),
        (
            Text(
                "Pour étudier votre demande, {authority} a besoin d’autres pièces.",
                "To examine your request, {authority} needs more documents.",
            ),
        ),
        Text("Envoyer les pièces", "Send the documents"),
        Text("Envoyez-les d’ici au {by}.", "Please send them by {by}."),
    ),
    "pieces_received": Words(
        Text("Dossier {number} : vos pièces sont arrivées", "Case {number}: documents received"),
        (
            Text(
                "{authority} a bien reçu les pièces que vous avez envoyées.",
                "{authority} has received the documents you sent.",
            ),
        ),
        FOLLOW,
        Text("Nous vous répondons au plus tard le {by}.", "We will answer by {by}."),
    ),
    "delay_extended": Words(
        Text("Dossier {number} : un délai plus long", "Case {number}: a longer delay"),
        (
            Text(
                "{authority} a besoin de plus de temps pour examiner votre dossier. "
                "Une lettre dit pourquoi, et jusqu’à quand.",
                "{authority} needs more time to examine your file. A letter says why, and until "
                "when.",
            ),
        ),
        Text("Lire la lettre", "Read the letter"),
    ),
    "decision_ready": Words(
        Text("Dossier {number} : une décision est prise", "Case {number}: a decision was made"),
        (
            Text(
                "{authority} a répondu à votre demande. La décision vous attend dans votre espace.",
                "{authority} has answered your request. The decision is in your account.",
            ),
        ),
        Text("Lire la décision", "Read the decision"),
    ),
    "withdrawn": Words(
        Text("Dossier {number} : votre demande est retirée", "Case {number}: request withdrawn"),
        (
            Text(
                "Votre demande à {authority} est retirée, comme vous l’avez souhaité.",
                "Your request to {authority} is withdrawn, as you wished.",
            ),
        ),
        FOLLOW,
    ),
    "tacit_decision": Words(
        Text("Dossier {number} : le délai est écoulé", "Case {number}: the time limit has passed"),
        (
            Text(
                "Le délai de réponse à votre demande est écoulé. Cela vaut décision : "
                "votre espace dit laquelle, et ce que vous pouvez faire.",
                "The time limit to answer your request has passed. This stands as a decision: "
                "your account says which one, and what you can do.",
            ),
        ),
        FOLLOW,
    ),
    "reasons_asked": Words(
        Text("Dossier {number} : motifs demandés", "Case {number}: reasons asked for"),
        (
            Text(
                "{authority} a bien reçu votre demande de motifs.",
                "{authority} has received your request for reasons.",
            ),
        ),
        FOLLOW,
        Text(
            "Les motifs vous sont dus au plus tard le {by}. Votre délai de recours reste ouvert "
            "jusque-là, puis deux mois après leur communication.",
            "The reasons are owed to you by {by}. Your delay of appeal stays open until then, and "
            "for two months after they are given.",
        ),
    ),
    "reasons_ready": Words(
        Text("Dossier {number} : les motifs du refus", "Case {number}: reasons for the refusal"),
        (
            Text(
                "{authority} vous communique les motifs que vous avez demandés. "
                "Une lettre vous attend dans votre espace ; elle dit aussi jusqu’à quand contester "
                "le refus.",
                "{authority} gives you the reasons you asked for. A letter is in your account; it "
                "also says until when you may contest the refusal.",
            ),
        ),
        Text("Lire les motifs", "Read the reasons"),
    ),
    "grant_revoked": Words(
        Text("Dossier {number} : l’accord est retiré", "Case {number}: the grant is revoked"),
        (
            Text(
                "{authority} retire l’accord qui vous avait été donné. La décision vous attend "
                "dans votre espace ; elle dit pourquoi, et comment la contester.",
                "{authority} revokes the grant that was given to you. The decision is in your "
                "account; it says why, and how to contest it.",
            ),
        ),
        Text("Lire la décision", "Read the decision"),
    ),
    "handed_over": Words(
        Text("Dossier {number} : demande transmise", "Case {number}: request passed on"),
        (
            Text(
                "Votre demande relève de {new_authority}. Nous la lui avons transmise, "
                "avec vos pièces : vous n’avez rien à refaire.",
                "Your request is a matter for {new_authority}. We have passed it on with your "
                "documents: you have nothing to do again.",
            ),
        ),
        FOLLOW,
    ),
    "transmission": Words(
        Text("Dossier {number} : demande à traiter", "Case {number}: request passed on to you"),
        (
            Text(
                "{authority} vous transmet une demande qui relève de {new_authority} "
                "(code des relations entre le public et l’administration, article L114-2).",
                "{authority} passes on to you a request that is a matter for {new_authority} "
                "(code des relations entre le public et l’administration, article L114-2).",
            ),
            Text(
                "Le dossier est joint : la demande, ses pièces et la liste des empreintes. "
                "Pour toute question, appelez le service indiqué ci-dessous.",
                "The file is attached: the request, its documents and the list of digests. "
                "For any question, call the service named below.",
            ),
        ),
        Text("Voir la plateforme", "See the platform"),
    ),
    "agent_reminder": Words(
        Text("Dossier {number} : échéance proche", "Case {number}: a deadline is near"),
        (Text("Un dossier de votre service attend.", "A case of your service is waiting."),),
        Text("Ouvrir le dossier", "Open the case"),
        Text("Répondre au plus tard le {by}.", "Answer by {by} at the latest."),
    ),
    "supervisor_reminder": Words(
        Text("Dossier {number} : toujours sans réponse", "Case {number}: still without an answer"),
        (
            Text(
                "Un dossier de votre équipe n’a pas encore de réponse, et son délai s’achève.",
                "A case of your team has no answer yet, and its time limit is near.",
            ),
        ),
        Text("Ouvrir le dossier", "Open the case"),
        Text(
            "Dernier jour pour répondre : le {by}. Ensuite, le silence décidera.",
            "Last day to answer: {by}. After that, silence will decide.",
        ),
    ),
    "completeness_reminder": Words(
        Text(
            "Dossier {number} : derniers jours pour demander des pièces",
            "Case {number}: last days to ask for documents",
        ),
        (
            Text(
                "Un dossier d’urbanisme de votre service sera réputé complet à la fin de son "
                "premier mois.",
                "A planning case of your service will be deemed complete at the end of its first "
                "month.",
            ),
        ),
        Text("Ouvrir le dossier", "Open the case"),
        Text(
            "S’il manque des pièces, la demande doit être reçue au plus tard le {by}.",
            "If documents are missing, the request must be received by {by} at the latest.",
        ),
    ),
}
