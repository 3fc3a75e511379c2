"""An act on a case, on a page of its own: what it brings is said before, mistakes beside the field.

When somebody acted in between, the page shows what changed and keeps what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from starlette.responses import Response

from services.audit.contracts import Event
from services.cases.contracts import CaseFile
from services.cases.errors import (
    AlreadyTheirs,
    CaseMoved,
    LawHasDecided,
    NotAColleague,
    NotOnBoard,
    QuotaReached,
    ReceivedTooLate,
)
from services.foundation.errors import NotFound, Refusal
from services.messages.errors import AddressRefused
from services.processes.contracts import Action, Possible
from services.processes.errors import GuardFailed, ProcessRefusal
from services.web.backoffice import act_view as view
from services.web.backoffice.addressees import addressees, with_addressees
from services.web.backoffice.at_work import on_case
from services.web.backoffice.case import CASE, Opened, Tried, base_of, open_case, show_case
from services.web.backoffice.case_view import applicant_of, clocks, label_of, whose_turn
from services.web.backoffice.colleagues import with_colleagues
from services.web.backoffice.journal import journal, last_word
from services.web.backoffice.letter_draft import LetterDraft, letter_draft, revocation_draft
from services.web.backoffice.orders import AT_ONCE, BY_FORM, Order, mistakes
from services.web.backoffice.quota_view import quota_line
from services.web.backoffice.scans import SCAN, TAKE_ONE, Scan, received
from services.web.shared.door import Doors
from services.web.shared.form import TOKEN_FIELD
from services.web.shared.visit import Visit
from services.web.shared.words import read_day, short_instant

doors = Doors("backoffice")
DECIDES = ("propose", "sign", "decide")
# Refusals that are about one field of the form.
BESIDE: Mapping[type[Refusal], str] = {
    NotAColleague: "to",
    NotOnBoard: "to",
    AlreadyTheirs: "to",
    AddressRefused: "authority_email",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed and why it was not done."""

    typed: view.Typed = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""
    since: tuple[Event, ...] = ()
    status: int = 200
    preview: bool = False
    guard: GuardFailed | None = None
    file_again: bool = False
    """A file came with it and was not kept: she must choose it again."""


@doors.get(CASE + "/{action}", permission="read_cases")
async def act(visit: Visit) -> Response:
    if visit.path("action") not in BY_FORM:
        raise NotFound
    return await _show(visit, Attempt())


@doors.post(CASE + "/{action}", permission="read_cases", body="stream")
async def do_act(visit: Visit) -> Response:
    """Do it once, on the case as its reader saw it."""
    action = visit.path("action")
    if action not in BY_FORM and action not in AT_ONCE:
        raise NotFound
    by = await on_case(visit)
    async with received(visit, action) as scan:
        order = Order(
            db=visit.house.db,
            case_id=visit.path("case_id"),
            version=visit.form.version(),
            form=visit.form,
            by=by,
            at=visit.at,
            scan=scan.stored,
        )
        answer = await _attempt(visit, action, order, scan)
        scan.kept = answer is None
    return answer or visit.go(f"{base_of(visit)}?done={action}")


async def _attempt(visit: Visit, action: str, order: Order, scan: Scan) -> Response | None:
    """The page that says what is wrong; None once the act is done."""
    typed = {name: value for name, value in visit.form.values.items() if name != TOKEN_FIELD}
    attempt = Attempt(typed, file_again=scan.stored is not None)
    if action in BY_FORM:
        refused = await _refused_at_once(visit, attempt, scan)
        if refused is not None:
            return refused
    try:
        await (BY_FORM.get(action) or AT_ONCE[action])(order)
    except CaseMoved as no:
        attempt = replace(attempt, sentence=no.sentence(), since=no.since, status=no.status)
    except GuardFailed as no:
        attempt = replace(attempt, sentence=no.sentence(), status=no.status, guard=no)
    except tuple(BESIDE) as no:
        attempt = replace(attempt, errors={BESIDE[type(no)]: no.sentence()}, status=no.status)
    except (ProcessRefusal, LawHasDecided, QuotaReached, ReceivedTooLate) as no:
        attempt = replace(attempt, sentence=no.sentence(), status=no.status)
    else:
        return None
    if action in BY_FORM:
        return await _show(visit, attempt)
    note = attempt.typed.get("note", [""])[0]
    return await show_case(visit, Tried(attempt.sentence, attempt.since, note, attempt.status))


async def _refused_at_once(visit: Visit, attempt: Attempt, scan: Scan) -> Response | None:
    """The page again when a blank or a wrong word is seen, or when only a reading is asked for."""
    opened = await open_case(visit)
    possible = _possible(opened.file, visit.path("action"))
    if possible is None:
        return None  # the act itself says why
    if "search" in visit.form:
        return await _show(visit, attempt, opened)
    errors = mistakes(possible.action, visit.form)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if scan.refused is not None:
        errors, status = {**errors, SCAN: scan.refused.sentence()}, HTTPStatus(scan.refused.status)
    if errors:
        return await _show(visit, replace(attempt, errors=errors, status=status), opened)
    if "preview" in visit.form:
        return await _show(visit, replace(attempt, preview=True), opened)
    return None


def _possible(file: CaseFile, action: str) -> Possible | None:
    return next((each for each in file.possible if each.action.id == action), None)


def _beside_fields(attempt: Attempt, action: Action) -> Attempt:
    """A guard that is about a field speaks there."""
    if attempt.guard is None:
        return attempt
    errors = view.errors_of(attempt.guard, action, attempt.typed)
    return replace(attempt, errors=errors, sentence="") if errors else attempt


async def _show(visit: Visit, attempt: Attempt, opened: Opened | None = None) -> Response:
    """The page of the act, on the case as it stands now."""
    opened = opened or await open_case(visit)
    file = opened.file
    action = file.filed_under.process.actions.get(visit.path("action"))
    if action is None:
        raise NotFound
    attempt = _beside_fields(attempt, action)
    zone = visit.tenant.time_zone
    possible = _possible(file, action.id)
    asked = view.questions(file, action, attempt.typed, attempt.errors)
    upload = None
    if action.id in TAKE_ONE:
        upload = view.scan_question(attempt.errors.get(SCAN, ""), again=attempt.file_again)
    to_whom = None
    if action.id == "hand_over":
        picked, named = (attempt.typed.get(name, [None])[0] for name in ("to", "named"))
        to_whom = await addressees(visit, file, picked=picked or "", named=named or "")
        asked = with_addressees(asked, to_whom, picked=picked)
    if action.id == "assign":
        asked = await with_colleagues(visit, file, asked)
    return visit.page(
        "backoffice/act.html",
        status=attempt.status if possible or attempt.status != HTTPStatus.OK else 409,
        file=file,
        action=action,
        label=label_of(action),
        base=base_of(visit),
        title=str(file.filed_under.procedure.title),
        applicant=applicant_of(file),
        follower=whose_turn(file, opened.by)[1],
        said=last_word(file),
        possible=possible,
        questions=asked,
        to_whom=to_whom,
        typed=attempt.typed,
        scan=upload,
        summary=[(each.id, each.error) for each in (*asked, upload) if each and each.error],
        attempt=attempt,
        moved=journal(file, zone, events=attempt.since) if attempt.since else [],
        before=view.said_before(file, action),
        quota=quota_line(file, writing=action.id != "sign") if action.id in DECIDES else None,
        proposed=_proposed_by(file, zone),
        letter=_letter(visit, opened, attempt),
        clocks=clocks(file),
    )


def _proposed_by(file: CaseFile, zone: str) -> str:
    """Who proposed what is to be signed, and when."""
    decision = file.decision
    if decision is None or decision.state != "proposed":
        return ""
    name = file.names.get(decision.proposed_by, "")
    return f"{name}, {short_instant(decision.proposed_at, zone)}"


def _letter(visit: Visit, opened: Opened, attempt: Attempt) -> LetterDraft | None:
    """The letter to read before signing, or before proposing when it was asked for."""
    decision, face = opened.file.decision, visit.tenant
    if visit.path("action") == "sign" and decision is not None and decision.state == "proposed":
        reasons = {
            "law_reasons": decision.law_reasons,
            "fact_reasons": decision.fact_reasons,
            "conditions": decision.conditions,
        }
        return letter_draft(opened.file, face, decision.sense, reasons, signed_by=opened.by)
    if not attempt.preview:
        return None
    typed = {name: values[0] for name, values in attempt.typed.items()}
    if visit.path("action") == "revoke_grant":
        heard = read_day(typed.get("invited_on", ""))
        return revocation_draft(opened.file, face, typed, invited_on=heard, signed_by=opened.by)
    refused = typed.get("sense") == "refusal"
    return letter_draft(opened.file, face, "refusal" if refused else "grant", typed)
