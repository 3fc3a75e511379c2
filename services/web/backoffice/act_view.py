"""An act before it is done: what it asks, what it will bring, the letter it will make."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.cases.contracts import CaseFile
from services.documents.errors import MEGABYTE
from services.documents.uploads import LARGEST_FILE, accepted_in_words
from services.forms.showing import say
from services.foundation.i18n import _, current_language
from services.law.contracts import Fact, Timeline
from services.law.motivation import duty_to_hear, duty_to_state_reasons
from services.law.notification import planning_notified_on
from services.law.periods import add_months
from services.law.timeline import timeline
from services.processes.contracts import Action, Ask
from services.processes.errors import GuardFailed
from services.web.shared.words import day

Typed = Mapping[str, list[str]]
# Answers of so many characters at most stand side by side.
SHORT = 32
# Acts that communicate the reasons of a tacit rejection.
REASONS = frozenset({"give_reasons", "record_reasons_received"})
# Acts that take a grant back, here or as it was done elsewhere.
WITHDRAWALS = frozenset({"revoke_grant", "withdraw_grant"})
# Acts that make them owed.
ASKED = "record_reasons_asked"


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A piece that may be named: what it is, by which text, and what naming it does."""

    id: str
    label: str
    basis: str
    weight: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked, ready to be drawn."""

    ask: Ask
    id: str
    label: str
    help: str
    optional: bool
    value: str
    error: str
    across: bool
    pieces: tuple[PieceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanQuestion:
    """A letter that may come with the act: which files are taken, what was wrong with the last."""

    id: str
    help: str
    error: str


def scan_question(error: str, *, again: bool) -> ScanQuestion:
    """The scanned letter, always optional; `again`: one came, and was not kept."""
    kinds = accepted_in_words()
    told = _("{kinds}, {size} Mo au plus.").format(
        kinds=kinds[:1].upper() + kinds[1:], size=LARGEST_FILE // MEGABYTE
    )
    if again:
        told += " " + _("Choisissez à nouveau le fichier : il n’a pas été gardé.")
    return ScanQuestion("scan", told, error)


def questions(
    file: CaseFile, action: Action, typed: Typed, errors: Mapping[str, str]
) -> list[Question]:
    """What `action` asks, with what was typed and what is wrong with it."""
    decides = any(ask.name == "sense" for ask in action.asks)
    guarded = {guard.field: guard.article for guard in action.guards if decides}
    wanted = {
        guard.field for guard in action.guards if guard.must == f"command.{guard.field} != ''"
    }
    found = []
    for ask in action.asks:
        help_ = str(ask.help) if ask.help else ""
        reasoned = not ask.required and ask.kind == "text" and ask.name in guarded
        if reasoned:
            needed = _("Exigés pour refuser, ou pour imposer une condition ({article}).")
            help_ = f"{help_} {needed.format(article=guarded[ask.name])}".strip()
        found.append(
            Question(
                ask=ask,
                id=f"{action.id}-{ask.name}",
                label=str(ask.label),
                help=help_,
                optional=not ask.required and not reasoned and ask.name not in wanted,
                value=typed.get(ask.name, [_proposed(file, action, ask)])[0],
                error=errors.get(ask.name, ""),
                across=all(len(str(label)) <= SHORT for _choice, label in ask.choices),
                pieces=piece_rows(file, action) if ask.kind == "pieces" else (),
            )
        )
    return found


def _proposed(file: CaseFile, action: Action, ask: Ask) -> str:
    """What stands in a field before anything is typed."""
    if (action.id, ask.name) == ("request_pieces", "limit"):
        return f"{add_months(file.today, 1):%d/%m/%Y}"
    if action.id in ("propose", "decide"):
        return _beyond_the_most(file).get(ask.name, "")
    return ""


def _beyond_the_most(file: CaseFile) -> dict[str, str]:
    """The reasons of a refusal, in French as its letter, once the year allows no more grants."""
    quota = file.quota
    if quota is None or quota.refusal is None:
        return {}
    law = quota.article.replace("CSP ", "Code de la santé publique, article ")
    return {"law_reasons": f"{law}.", "fact_reasons": quota.refusal.fr}


def piece_rows(file: CaseFile, action: Action) -> tuple[PieceRow, ...]:
    """The pieces of the procedure, or those awaited when it is about receiving them."""
    under, language = file.filed_under, current_language()
    awaited = {each.piece: each.reason for each in file.asked_pieces}
    received = {each.piece for each in file.attachments if each.piece}
    planning = file.timeline.facts.regime.domain == "planning"
    rows = []
    for piece in under.procedure.pieces:
        if action.id == "give_pieces" and piece.id not in awaited:
            continue
        note = awaited.get(piece.id, "")
        if action.id == "request_pieces":
            note = _("Déjà demandée, pas encore reçue") if piece.id in awaited else ""
            if not note and piece.id in received:
                note = _("Un fichier a été reçu")
        rows.append(
            PieceRow(
                id=piece.id,
                label=say(piece.label, language, under.options),
                basis=piece.legal_basis,
                weight="" if planning else _weight(indispensable=piece.indispensable),
                note=note,
            )
        )
    return tuple(rows)


def _weight(*, indispensable: bool) -> str:
    """What a piece weighs on the clock (CRPA L114-5-1); in planning the code alone lists them."""
    if indispensable:
        return _("Indispensable")
    return _("Non indispensable, ne suspend pas le délai")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the law, its article after."""

    text: str
    article: str


def said_before(file: CaseFile, action: Action) -> list[Said]:
    """What the act would do to the clock, as the law tells it of this very case."""
    if action.id == "hand_over":
        return _handed_over(file)
    if action.id in WITHDRAWALS:
        return _withdrawn(file)
    if file.timeline.clock.state == "none":
        return []
    told = _owed_reasons(file) if action.id in REASONS else []
    for fact in _facts_to_be(file, action):
        then = with_fact(file, fact)
        step = then.step(fact.what)
        if step is not None:
            told.append(Said(str(step.text), step.article))
        if action.id == "extend_delay" and then.clock.due_on is not None:
            answer = _("Avec un mois de plus, répondre au plus tard le {day}.")
            told.append(Said(answer.format(day=day(then.clock.due_on)), then.clock.article))
    return told


def _handed_over(file: CaseFile) -> list[Said]:
    """What handing the request over does to its delay: it was misdirected from the first day."""
    facts = file.timeline.facts
    events = (*(fact.misdirected() for fact in facts.events), Fact(file.today, "handed_over"))
    then = timeline(replace(facts, events=events), on=file.today)
    step = then.step("handed_over")
    return [Said(str(step.text), step.article)] if step is not None else []


def _withdrawn(file: CaseFile) -> list[Said]:
    """Until when an unlawful grant is withdrawn (L242-1), and what is owed before it is."""
    last = file.timeline.step("revocation_end")
    owed = (duty_to_hear("revocation"), duty_to_state_reasons("revocation"))
    said = [Said(str(last.text), last.article)] if last is not None else []
    return [*said, *(Said(str(one.text), one.article) for one in owed if one is not None)]


def _owed_reasons(file: CaseFile) -> list[Said]:
    """Until when the reasons of a tacit rejection are owed, while they are."""
    step = file.timeline.step("reasons_due")
    return [Said(str(step.text), step.article)] if step else []


def _facts_to_be(file: CaseFile, action: Action) -> list[Fact]:
    """What the act would be for the law if it were done now."""
    planning = file.timeline.facts.regime.domain == "planning"
    received = file.today
    if action.id in REASONS:
        known = file.electronic or action.id == "record_reasons_received"
        return [Fact(file.today, "reasons_given")] if known else []
    if action.id == ASKED:
        return [Fact(file.today, "reasons_asked")]
    if planning and file.electronic:
        received = planning_notified_on(file.today)
    if action.id == "extend_delay":
        return [
            Fact(file.today, "delay_extended", months=1, article="R423-24", notified_on=received)
        ]
    if action.id != "request_pieces":
        return []
    if planning:
        return [Fact(file.today, "pieces_asked", received_on=received)]
    limit = add_months(file.today, 1)
    kinds = {piece.indispensable for piece in file.filed_under.procedure.pieces}
    return [
        Fact(file.today, "pieces_asked", limit=limit, indispensable=indispensable)
        for indispensable in sorted(kinds, reverse=True)
    ]


def with_fact(file: CaseFile, fact: Fact) -> Timeline:
    """The timeline as it would stand after one more fact."""
    facts = file.timeline.facts
    return timeline(replace(facts, events=(*facts.events, fact)), on=file.today)


def errors_of(refusal: GuardFailed, action: Action, typed: Typed) -> dict[str, str]:
    """The sentence of a guard beside its field, with those of the same article whose field is
    blank too: reasons in law and in fact are missing together."""
    errors = {}
    for guard in action.guards:
        if guard.field is None or guard.article != refusal.article:
            continue
        blank = guard.field != refusal.field and not typed.get(guard.field, [""])[0].strip()
        if guard.id == refusal.guard or (guard.article is not None and blank):
            article = f" ({guard.article})" if guard.article else ""
            errors[guard.field] = f"{guard.say}{article}"
    return errors
