"""A case: what was answered and received, what was done, both clocks, what may be done now."""

from dataclasses import dataclass, replace

from starlette.responses import Response

from services.audit.contracts import Event
from services.cases.contracts import AgentAtWork, CaseFile
from services.cases.queries.case_files import case_file
from services.foundation.i18n import _
from services.identity.permissions import require
from services.web.backoffice import case_view as view
from services.web.backoffice.at_work import at_work
from services.web.backoffice.delays_form import query_of
from services.web.backoffice.journal import journal, last_word, sense_word
from services.web.backoffice.owed_view import owed, warnings
from services.web.backoffice.quota_view import quota_line
from services.web.backoffice.transmission_view import sending_of
from services.web.shared.answers_view import sections_of
from services.web.shared.door import Doors
from services.web.shared.visit import Visit
from services.web.shared.words import local, short_day, short_instant

doors = Doors("backoffice")
CASE = "/agent/{slug}/cases/{case_id:uuid}"


@dataclass(frozen=True, slots=True)
class Tried:
    """An act of this page that was refused: why, what moved in between, the note typed."""

    sentence: str = ""
    since: tuple[Event, ...] = ()
    note: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """A case, and the agent who reads it with the rights she has on it."""

    file: CaseFile
    by: AgentAtWork


def base_of(visit: Visit) -> str:
    """The address of the case."""
    return f"/agent/{visit.tenant.slug}/cases/{visit.path('case_id')}"


async def open_case(visit: Visit) -> Opened:
    """The case of the address. Raises `NotFound`, for another collectivity's too, `NotAllowed` for
    one of a team that is not hers."""
    reader = at_work(visit)
    file = await case_file(visit.house.db, case_id=visit.path("case_id"), by=reader, at=visit.at)
    require(visit.agent, "read_cases", tenant_id=visit.tenant.id, team_id=file.team_id)
    by = at_work(visit, team_id=file.team_id)
    hers = tuple(each for each in file.possible if each.action.by & by.roles)
    return Opened(replace(file, possible=hers), by)


@doors.get(CASE, permission="read_cases")
async def case(visit: Visit) -> Response:
    return await show_case(visit, Tried())


async def show_case(visit: Visit, tried: Tried) -> Response:
    """The case as it stands now, with what was tried."""
    opened = await open_case(visit)
    file, by = opened.file, opened.by
    zone = visit.tenant.time_zone
    base = base_of(visit)
    turn, follower = view.whose_turn(file, by)
    return visit.page(
        "backoffice/case.html",
        status=tried.status,
        file=file,
        title=str(file.filed_under.procedure.title),
        applicant=view.applicant_of(file),
        filed=view.filed_words(file),
        base=base,
        turn=turn,
        follower=follower,
        acts=view.acts_of(file, by),
        clocks=view.clocks(file),
        sections=sections_of(file.filed_under.procedure, file.answers, file.filed_under.options),
        pieces=view.pieces(file, base, zone),
        asked=view.asked(file),
        documents=view.documents(file, base, zone),
        owed=owed(file),
        warned=warnings(file, zone),
        journal=journal(file, zone),
        moved=journal(file, zone, events=tried.since) if tried.since else [],
        notes=[
            {
                "text": note.text,
                "by": view.name_of(file, note.agent_id),
                "when": short_instant(note.at, zone),
            }
            for note in file.notes
        ],
        tried=tried,
        decision=_decision(file, zone),
        revocation=_revocation(file, zone),
        sending=sending_of(file, zone),
        handed_on=local(file.handed_to.at, zone).date() if file.handed_to else None,
        said=last_word(file),
        quota=quota_line(file),
        calculation=f"/agent/{visit.tenant.slug}/delays?{query_of(file.timeline.facts)}",
        done=_done(visit.query("done")),
    )


def _decision(file: CaseFile, zone: str) -> dict[str, str] | None:
    """The decision proposed or signed, as the signatory must read it."""
    decision = file.decision
    if decision is None or decision.state == "handed_back":
        return None
    told = _("Proposé par {name}, {when}").format(
        name=view.name_of(file, decision.proposed_by),
        when=short_instant(decision.proposed_at, zone),
    )
    if decision.signed_by and decision.signed_at:
        told = _("Signé par {name}, {when}").format(
            name=view.name_of(file, decision.signed_by),
            when=short_instant(decision.signed_at, zone),
        )
    return {
        "sense": sense_word(decision.sense),
        "told": told,
        "law": decision.law_reasons,
        "fact": decision.fact_reasons,
        "conditions": decision.conditions,
    }


def _revocation(file: CaseFile, zone: str) -> dict[str, str] | None:
    """The revocation of the grant, as it was signed."""
    made = file.revocation
    if made is None:
        return None
    return {
        "told": _("Signé par {name}, {when}").format(
            name=view.name_of(file, made.signed_by), when=short_instant(made.signed_at, zone)
        ),
        "invited": short_day(made.invited_on),
        "observations": made.observations,
        "law": made.law_reasons,
        "fact": made.fact_reasons,
    }


def _done(word: str) -> str:
    """What the act just done brought."""
    return {
        "claim": _("Ce dossier est à vous."),
        "release": _("Le dossier est rendu à l’équipe."),
        "assign": _("Le dossier est confié."),
        "request_pieces": _("La demande de pièces est enregistrée ; la lettre part."),
        "give_pieces": _("Les pièces reçues sont enregistrées."),
        "propose": _("La décision est proposée à la signature."),
        "sign": _("La décision est signée."),
        "hand_back": _("Le dossier est renvoyé à l’instruction."),
        "decide": _("La décision est prise."),
        "record_notification": _("La notification est enregistrée."),
        "record_reasons_asked": _("La demande est enregistrée : les motifs sont dus."),
        "give_reasons": _("Les motifs sont enregistrés ; la lettre se prépare."),
        "revoke_grant": _("L’accord est retiré ; la lettre se prépare."),
        "withdraw_grant": _("Le retrait de l’accord est enregistré."),
        "record_reasons_received": _("La réception est enregistrée ; le délai de recours court."),
        "add_note": _("La note est ajoutée."),
        "hand_over": _("La demande est transmise ; la personne est prévenue."),
        "record_sending": _("L’envoi est enregistré."),
    }.get(word, "")
