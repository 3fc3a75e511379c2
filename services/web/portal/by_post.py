"""A decision that goes by post to who did not agree to the portal (CRPA L112-15).

She may read it here before: that notifies nothing, and moves no date (R112-19, R112-20).
"""

from dataclasses import dataclass

from services.cases.contracts import RequestView
from services.foundation.i18n import _
from services.web.shared.words import day

# Stages at which a letter is on its way.
ON_ITS_WAY = frozenset({"to_notify", "revocation_to_notify"})
# Letters that reach her by post, and start a delay on the day they do.
BY_POST = frozenset({"decision", "revocation", "reasons"})


@dataclass(frozen=True, slots=True)
class Awaited:
    """What is on its way, and what reading it here is not."""

    title: str
    lines: tuple[str, ...]


def awaited_by_post(view: RequestView) -> Awaited | None:
    """The decision on its way; None where none is."""
    if view.electronic or view.state.id not in ON_ITS_WAY:
        return None
    title = _("Une décision est prise : elle vous arrive par courrier")
    if view.revocation:
        title = _("L’accord va vous être retiré : la décision vous arrive par courrier")
    return Awaited(
        title,
        (
            _("Vous pouvez déjà la lire dans vos documents, pour information."),
            _(
                "La lire ici ne vous la notifie pas, puisque vous n’avez pas choisi le portail"
                " (CRPA L112-15) : le délai pour la contester court du jour où la lettre vous est"
                " présentée par la poste, ou remise en main propre."
            ),
        ),
    )


def copy_note(view: RequestView, kind: str) -> str:
    """What a document is beside the letter that went by post."""
    if view.electronic or kind not in BY_POST:
        return ""
    return _(", copie de la lettre envoyée par courrier")


def notified_words(view: RequestView) -> list[str]:
    """The day on which the letter reached her, once an agent recorded it."""
    notified_on = view.timeline.notified_on
    if view.electronic or notified_on is None:
        return []
    return [
        _("Elle vous a été notifiée le {day} : le délai court de ce jour.").format(
            day=day(notified_on)
        )
    ]
