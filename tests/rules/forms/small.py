"""A small procedure, to be varied one part at a time."""

from pathlib import Path
from textwrap import dedent, indent

from services.forms.contracts import FoundCommune, Procedure
from services.forms.loading import load_procedure

HEAD = """
version: 1
kind: request
theme: environment
life_events: [everyday]
minutes: 5
title: { fr: Essai, en: Trial }
summary: { fr: Essai, en: Trial }
purpose: { fr: Essai, en: Trial }
who_may_ask: { fr: Tous, en: Anyone }
outcome: { fr: Rien, en: Nothing }
cost: { fr: Gratuit, en: Free }
legal_basis:
  - text: CRPA, article L112-8
    about: { fr: La saisine, en: The filing }
silence:
  effect: acceptance
  delay: P2M
  article: CRPA, article L231-1
  verified: true
  explanation: { fr: Accepté, en: Accepted }
retention: { months: 12, final: destroy, source: essai, verified: false }
data_protection:
  controller: { fr: La commune, en: The commune }
  legal_ground: { fr: Mission, en: Task }
  recipients: { fr: Le service, en: The department }
  rights: { fr: Accès, en: Access }
"""

YOU = """
  - id: you
    title: { fr: Vous, en: You }
    fields:
      - id: requester
        kind: person
        label: { fr: Vous, en: You }
        email: required
        phone: optional
        address: required
"""

LABEL = "label: { fr: Question, en: Question }"

MARIE = {
    "family_name": "Martin",
    "given_name": "Marie",
    "email": "marie.martin@example.fr",
    "address": {"street": "1 rue des Lilas", "postcode": "45500", "locality": "Gien"},
}

GIEN = FoundCommune("45155", "Gien", "45")
SAINT_DENIS = (
    FoundCommune("93066", "Saint-Denis", "93"),
    FoundCommune("97411", "Saint-Denis", "974"),
)


def communes(asked: str) -> tuple[FoundCommune, ...]:
    """A territory of three communes."""
    if asked in ("45155", "Gien"):
        return (GIEN,)
    return tuple(one for one in SAINT_DENIS if asked in (one.insee, one.name))


def questions(written: str) -> str:
    """The page « asked », with the questions of `written`."""
    page = "  - id: asked\n    title: { fr: Page, en: Page }\n    fields:\n"
    return page + indent(dedent(written).strip("\n"), "      ") + "\n"


def definition(fields: str = "", *, more: str = "", pages: str = "", you: str = YOU) -> str:
    """A definition whose second page asks `fields`; `more` adds at the top, `pages` at the end."""
    asked = questions(fields) if fields else ""
    return f"{HEAD}{dedent(more)}\npages:\n{you.strip(chr(10))}\n{asked}{pages}"


def written_in(folder: Path, text: str, name: str = "commune/essai") -> Procedure:
    """The procedure that `text` defines, loaded from a file of `folder`."""
    path = folder / "forms" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return load_procedure(path, folder / "forms")
