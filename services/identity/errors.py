"""The refusals of the sign-in and of rights.

Refusal
├── SignInExpired        the ticket of ten minutes is gone, or was not ours
├── SignInAbandoned      she went back, or the identity provider said no
├── SignInNotProven      the answer does not prove who she is (signature, nonce, audience…)
├── NotAnAgent           a known identity without any right in the back office
├── SecondFactorMissing  an agent who showed a password only
├── SignInNeeded         the session is over or was never opened
├── FormExpired          the token of the form is not this session's (CSRF)
├── NotAllowed           a right is missing
└── NotInOffice          an agent who never had a right in this collectivity
"""

from services.foundation.errors import Refusal
from services.foundation.i18n import _


class SignInExpired(Refusal):
    """The ticket is older than ten minutes, absent, or was not made here."""

    code = "sign_in_expired"
    status = 400

    def sentence(self) -> str:
        return _("La connexion a pris trop de temps. Vous pouvez vous connecter à nouveau.")


class SignInAbandoned(Refusal):
    """The identity provider sent her back without an identity; `reason` is its code."""

    code = "sign_in_abandoned"
    status = 400

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def sentence(self) -> str:
        return _("La connexion n’a pas abouti. Vous pouvez vous connecter à nouveau.")


class SignInNotProven(Refusal):
    """The answer cannot be trusted; `reason` says which check failed, without its values."""

    code = "sign_in_not_proven"
    status = 400

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def sentence(self) -> str:
        return _(
            "Nous n’avons pas pu vérifier cette connexion. Vous pouvez vous connecter à nouveau."
        )


class NotAnAgent(Refusal):
    """A known identity that no collectivity has given a right to."""

    code = "not_an_agent"
    status = 403

    def sentence(self) -> str:
        return _(
            "Aucune collectivité ne vous a donné de droits ici. "
            "Demandez-les à l’administrateur de votre collectivité."
        )


class SecondFactorMissing(Refusal):
    """Agents enter with a one-time code besides their password."""

    code = "second_factor_missing"
    status = 403

    def sentence(self) -> str:
        return _(
            "Un agent se connecte avec un code à usage unique en plus de son mot de passe. "
            "Connectez-vous à nouveau pour le saisir."
        )


class SignInNeeded(Refusal):
    """No session, or one that is over."""

    code = "sign_in_needed"
    status = 401

    def sentence(self) -> str:
        return _("Connectez-vous pour continuer.")


class FormExpired(Refusal):
    """A form that was not made for this session: forged, or from a session that is over."""

    code = "form_expired"
    status = 403

    def sentence(self) -> str:
        return _("Cette page date d’une autre session. Rechargez-la, puis recommencez.")


class NotAllowed(Refusal):
    """A right is missing; `permission` names it."""

    code = "not_allowed"
    status = 403

    def __init__(self, permission: str) -> None:
        super().__init__()
        self.permission = permission

    def sentence(self) -> str:
        return _("Vos droits ne permettent pas cette action.")


class NotInOffice(Refusal):
    """There is no right to withdraw."""

    code = "not_in_office"
    status = 404

    def __init__(self, email: str) -> None:
        super().__init__()
        self.email = email

    def sentence(self) -> str:
        return _("{email} n’a jamais eu de droit dans cette collectivité.").format(email=self.email)
