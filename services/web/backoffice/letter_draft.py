"""A decision letter before it exists, as it would read if it were signed today. In French."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.cases.contracts import AgentAtWork, CaseFile
from services.law.contracts import Decision, Fact, Timeline
from services.law.mentions import Mention, Service
from services.law.mentions_letters import Author, decision_mentions
from services.law.mentions_revocation import revocation_mentions
from services.tenants.contracts import Tenant
from services.web.backoffice.act_view import with_fact


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """The words of a letter: what it begins with, its reasons, the mentions that end it."""

    heading: str
    favourable: bool
    law: tuple[str, ...]
    fact: tuple[str, ...]
    conditions: tuple[str, ...]
    mentions: tuple[Mention, ...]
    first: tuple[Mention, ...] = ()
    answered: tuple[str, ...] = ()


def letter_draft(
    file: CaseFile,
    face: Tenant,
    sense: Decision,
    reasons: Mapping[str, str],
    *,
    signed_by: AgentAtWork | None = None,
) -> LetterDraft:
    """The letter of a decision; without `signed_by`, its author is left for later."""
    law, fact, conditions = (
        _lines(reasons, name) for name in ("law_reasons", "fact_reasons", "conditions")
    )
    mentions = decision_mentions(
        _as_made_available(file, sense),
        decision=sense,
        decided_on=file.today,
        author=_author(signed_by),
        service=_service(face),
        reasons_in_law=law,
        reasons_in_fact=fact,
        conditions=conditions,
    )
    # The reasons are printed on their own; an author comes with a signature.
    left_out = {"reasons"} if signed_by else {"reasons", "author"}
    granted = sense == "grant"
    return LetterDraft(
        heading="Votre demande est acceptée" if granted else "Votre demande est refusée",
        favourable=granted,
        law=law,
        fact=fact,
        conditions=conditions,
        mentions=tuple(each for each in mentions if each.id not in left_out),
    )


def revocation_draft(
    file: CaseFile,
    face: Tenant,
    said: Mapping[str, str],
    *,
    invited_on: date | None,
    signed_by: AgentAtWork,
) -> LetterDraft | None:
    """The letter of a revocation, the day of the invitation left for later where it is not said;
    None where no grant stands."""
    granted_on, until = file.timeline.notified_on, file.timeline.revocation_last_day
    if granted_on is None or until is None:
        return None
    law, fact = (_lines(said, name) for name in ("law_reasons", "fact_reasons"))
    mentions = revocation_mentions(
        _as_made_available(file, "refusal"),
        decided_on=file.today,
        granted_on=granted_on,
        until=until,
        invited_on=invited_on or file.today,
        author=_author(signed_by),
        service=_service(face),
        reasons_in_law=law,
        reasons_in_fact=fact,
    )
    first = {"revoked", "heard"} if invited_on else {"revoked"}
    return LetterDraft(
        heading="L’accord qui vous a été donné est retiré",
        favourable=False,
        law=law,
        fact=fact,
        conditions=(),
        mentions=tuple(each for each in mentions if each.id in {"author", "appeal"}),
        first=tuple(each for each in mentions if each.id in first),
        answered=_lines(said, "observations"),
    )


def _as_made_available(file: CaseFile, sense: Decision) -> Timeline:
    """The timeline as it would stand once the letter is on the portal; as it is, by post."""
    made = Fact(at=file.today, what="made_available", decision=sense)
    return with_fact(file, made) if file.electronic else file.timeline


def _author(signed_by: AgentAtWork | None) -> Author:
    if signed_by is None:
        return Author("", "", "", "")
    given, _space, family = signed_by.name.partition(" ")
    return Author(given, family, signed_by.quality, signed_by.service)


def _service(face: Tenant) -> Service:
    contact = face.contact
    return Service(f"{face.name}, {contact.service}", contact.email, contact.address, contact.phone)


def _lines(said: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in said.get(name, "").splitlines() if line.strip())
