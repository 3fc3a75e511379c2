"""Why a case says no.

Refusal
├── CaseMoved          somebody acted since the page was shown
├── LawHasDecided      the law has already decided; with its article
├── QuotaReached       the law allows no more grants this year; with its article
├── ReceivedTooLate    the refusal would reach the person after the silence that grants
├── StaleDraft         the draft was changed in another tab
├── DraftIncomplete    pages to complete before filing
├── WrongRecipient     another authority must answer for this place
├── NobodyToWarn       no agent in office could read an early warning
├── NotOnBoard         a request is handed over to a collectivity that is not on board
├── AlreadyTheirs      … or to the one that holds it
└── NotAColleague      a case is given to somebody who does not handle those of its team
"""

from collections.abc import Mapping
from typing import Any

from services.foundation.errors import Refusal
from services.foundation.i18n import _, format_date
from services.law.contracts import Tacit
from services.law.quotas import QUOTAS, Opener, refused_beyond


class CaseMoved(Refusal):
    """Somebody acted since the page was shown: nothing is overwritten.

    `since` are the events that the reader has not seen; `version` is the one to act on now.
    """

    code = "case_moved"
    status = 409

    def __init__(self, *, since: tuple[Any, ...], version: int) -> None:
        super().__init__("case moved")
        self.since = since
        self.version = version

    def sentence(self) -> str:
        return _(
            "Ce dossier a changé depuis que vous l’avez ouvert. Rien n’a été enregistré : "
            "regardez ce qui a changé, puis recommencez si c’est encore utile."
        )


class LawHasDecided(Refusal):
    """A tacit decision was born before this act: it can no longer be done."""

    code = "law_has_decided"
    status = 409

    def __init__(self, tacit: Tacit) -> None:
        super().__init__("law has decided")
        self.tacit = tacit
        self.article = tacit.article

    def sentence(self) -> str:
        what = {
            "acceptance": _("la demande est acceptée"),
            "flat_rate": _("la demande est accordée à titre forfaitaire"),
            "rejection": _("la demande est refusée"),
        }[self.tacit.effect]
        return _(
            "Le délai pour répondre a pris fin le {last_day} : depuis le {born_on}, "
            "{what} par l’effet du silence ({article}). Cette action n’est plus possible."
        ).format(
            last_day=format_date(self.tacit.last_day),
            born_on=format_date(self.tacit.born_on),
            what=what,
            article=self.tacit.article,
        )


class QuotaReached(Refusal):
    """The association was granted all that the year allows, all communes together: nothing is
    signed (CSP L3334-2, L3335-4). `already` is the count that the register answered."""

    code = "quota_reached"
    status = 409

    def __init__(self, opener: Opener, *, year: int, already: int) -> None:
        super().__init__("quota reached")
        self.opener = opener
        self.year = year
        self.already = already
        self.article = QUOTAS[opener].article

    def sentence(self) -> str:
        reason = refused_beyond(self.opener, year=self.year, already=self.already)
        return _("Rien n’est signé. {reason}").format(reason=reason)


class ReceivedTooLate(Refusal):
    """A refusal sent now would be received once silence has granted (C. urb. R424-10)."""

    code = "received_too_late"
    status = 409

    def __init__(self, tacit: Tacit) -> None:
        super().__init__("received too late")
        self.tacit = tacit
        self.article = "C. urb. R424-10, R*474-1"

    def sentence(self) -> str:
        return _(
            "Envoyée aujourd’hui par le portail, cette décision serait reçue demain, après le "
            "{last_day}, dernier jour du délai ({article}). Rien n’est signé : demain, le silence "
            "aura accordé."
        ).format(last_day=format_date(self.tacit.last_day), article=self.article)


class StaleDraft(Refusal):
    """The draft was saved from another tab since this page was shown."""

    code = "stale_draft"
    status = 409

    def sentence(self) -> str:
        return _(
            "Ce brouillon a été modifié dans un autre onglet. "
            "Vos réponses sont gardées : vérifiez-les avant de continuer."
        )


class DraftIncomplete(Refusal):
    """Some pages are not complete. `errors` maps a page to its fields and their sentences."""

    code = "draft_incomplete"

    def __init__(self, errors: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__("draft incomplete")
        self.errors = errors

    def sentence(self) -> str:
        return _("Il reste des réponses à compléter avant d’envoyer votre demande.")


class NobodyToWarn(Refusal):
    """No agent in office today could read this early warning."""

    code = "nobody_to_warn"

    def sentence(self) -> str:
        return _("Aucun agent en fonction ne peut recevoir ce rappel.")


class WrongRecipient(Refusal):
    """Another authority answers for this place and this procedure."""

    code = "wrong_recipient"
    status = 409

    def __init__(self, competent: str | None) -> None:
        super().__init__("wrong recipient")
        self.competent = competent

    def sentence(self) -> str:
        if self.competent is None:
            return _("Aucune collectivité ne reçoit cette demande ici pour cette commune.")
        return _(
            "Pour cette commune, c’est {authority} qui répond à cette demande. "
            "Votre brouillon est gardé : reprenez la démarche depuis l’accueil."
        ).format(authority=self.competent)


class NotOnBoard(Refusal):
    """The collectivity chosen is not on board, or no longer."""

    code = "not_on_board"
    status = 409

    def sentence(self) -> str:
        return _(
            "Cette collectivité ne reçoit pas de demandes ici. Choisissez-en une autre, "
            "ou donnez le nom et l’adresse de l’autorité."
        )


class NotAColleague(Refusal):
    """Who was chosen does not handle the cases of this team, here, today."""

    code = "not_a_colleague"

    def sentence(self) -> str:
        return _("Choisissez une personne qui instruit les dossiers de cette équipe.")


class AlreadyTheirs(Refusal):
    """A request is not handed over to who holds it."""

    code = "already_theirs"
    status = 409

    def sentence(self) -> str:
        return _("Ce dossier est déjà chez vous : choisissez une autre collectivité.")
