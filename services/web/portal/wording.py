"""The question of electronic notification (CRPA L112-15), by version: what was asked is provable.

A wording that was once shown never changes; a new one gets a new version.
"""

from dataclasses import dataclass

from services.foundation.i18n import Text


@dataclass(frozen=True, slots=True)
class Wording:
    """What the resident is asked before filing, and the two answers."""

    version: str
    question: Text
    explanation: Text
    yes: Text
    no: Text


WORDING = Wording(
    version="2026-3",
    question=Text(
        "Comment voulez-vous recevoir la réponse ?", "How do you wish to receive the answer?"
    ),
    explanation=Text(
        "Sur ce portail, vous êtes prévenu par courriel. La réponse est réputée reçue le jour où "
        "vous l’ouvrez ; si vous ne l’ouvrez pas dans les quinze jours, le jour où elle a été mise "
        "à votre disposition ; en urbanisme, le lendemain de son envoi. Vous pouvez changer d’avis "
        "à tout moment en écrivant au service.",
        "On this portal, you are told by e-mail. The answer counts as received on the day you open "
        "it; if you do not open it within fifteen days, on the day it was made available to you; "
        "for planning, on the day after it is sent. You may change your mind at any time by "
        "writing to the department.",
    ),
    yes=Text("Sur ce portail, avec un courriel", "On this portal, with an e-mail"),
    no=Text("Par courrier postal", "By post"),
)
