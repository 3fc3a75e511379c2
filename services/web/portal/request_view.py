"""A request in its resident's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.cases.contracts import AttachmentLine, RequestView
from services.documents.uploads import accepted_in_words
from services.forms.showing import say
from services.foundation.i18n import _, current_language
from services.law.contracts import Appeal
from services.tenants.contracts import Tenant
from services.web.portal.by_post import ON_ITS_WAY, copy_note, notified_words
from services.web.shared.letter_titles import file_title, letter_title
from services.web.shared.words import day, instant, local, short_day, size, weekday


@dataclass(frozen=True, slots=True)
class StoryStep:
    """A line of the story: done, now, or to come."""

    kind: str
    title: str
    when: str = ""
    instant: datetime | None = None
    detail: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A document to read."""

    title: str
    address: str
    note: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision, said or made by silence."""

    title: str
    favourable: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A piece awaited."""

    id: str
    label: str
    why: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What she is asked to send, and by when."""

    title: str
    by_when: str
    pieces: tuple[AskedLine, ...]


def title_of(view: RequestView) -> str:
    """What was asked for."""
    return view.filed_under.procedure.title.in_(current_language())


def story_of(view: RequestView, face: Tenant) -> list[StoryStep]:
    """What happened, whose turn it is, what comes."""
    language = current_language()
    steps = [
        StoryStep(
            kind="done",
            title=step.told.in_(language),
            when=instant(step.at, face.time_zone),
            instant=step.at,
        )
        for step in view.story
    ]
    tacit = tacit_born(view)
    reasons_due = view.timeline.course.reasons_due_on
    if view.state.final and tacit and reasons_due:
        if reasons_on_their_way(view):
            told = _("Lisez la lettre dès qu’elle arrive : votre délai court de ce jour")
            return [*steps, StoryStep("now", _("Motifs envoyés par courrier"), told)]
        turn = _("{name} vous les doit").format(name=face.name)
        steps.append(StoryStep("now", _("Motifs en préparation"), turn))
        when = _("Au plus tard le {day}").format(day=weekday(reasons_due))
        return [*steps, StoryStep("next", _("Motifs du refus"), when)]
    if view.state.final or tacit:
        return steps
    turn = {
        "person": _("C’est à vous d’agir"),
        "signatory": _("La décision est à signer"),
    }.get(view.state.next_actor, _("{name} s’en occupe").format(name=face.name))
    if view.state.id in ON_ITS_WAY:
        sent = _("{name} vous envoie la lettre").format(name=face.name)
        steps.append(StoryStep("now", view.state.public.in_(language), sent))
        return [*steps, StoryStep("next", _("Réception de la lettre"))]
    steps.append(StoryStep("now", view.state.public.in_(language), turn))
    due = view.timeline.clock.due_on if view.timeline.clock.state == "running" else None
    when = _("Au plus tard le {day}").format(day=weekday(due)) if due else ""
    steps.append(StoryStep("next", _("Réponse"), when))
    return steps


def tacit_born(view: RequestView) -> bool:
    """Whether the law has already decided by silence, recorded or not."""
    tacit = view.timeline.tacit
    return tacit is not None and view.today >= tacit.born_on and view.handed_to is None


def sending_words(view: RequestView, zone: str) -> str:
    """How her file goes to an authority that is not on board."""
    told = view.handed_to.transmission if view.handed_to else None
    if told is None:
        return _("Votre dossier est en cours d’envoi.")
    if told.state == "mailed":
        return _("Votre dossier lui a été envoyé par courriel le {when}.").format(
            when=instant(told.at, zone)
        )
    if told.why == "unreadable":
        return _("L’envoi de votre dossier prend du retard : le service s’en occupe.")
    if told.state == "sent" and told.sent_on:
        return _("Votre dossier lui a été envoyé le {day}.").format(day=day(told.sent_on))
    return _("Le service lui envoie votre dossier autrement que par courriel.")


def decided(view: RequestView) -> Decided | None:
    """The decision as its resident must know it, with the way to contest it."""
    timeline, tacit = view.timeline, view.timeline.tacit
    if view.state.id == "withdrawn" or view.handed_to:
        return None
    if tacit is not None and view.today >= tacit.born_on:
        favourable = tacit.effect != "rejection"
        told = _("Vous n’avez pas reçu de réponse au {last_day} : depuis le {born_on}, {what}.")
        what = _("votre demande est acceptée") if favourable else _("votre demande est refusée")
        lines = [
            told.format(last_day=day(tacit.last_day), born_on=day(tacit.born_on), what=what),
            _("C’est une décision implicite ({article}).").format(article=tacit.article),
        ]
        if tacit.appeal and not favourable:
            lines.extend(_reasons(view))
            lines.append(_tacit_appeal(tacit.appeal))
        return Decided(_outcome(favourable), favourable, tuple(lines))
    if not view.state.final or view.decision is None or view.decision.state != "signed":
        return None
    if view.state.id == "grant_withdrawn":
        return _taken_back(view, timeline.appeal)
    favourable = view.decision.sense == "grant"
    lines = [_("La décision complète est dans vos documents.")]
    if not favourable:
        lines.extend(notified_words(view))
    if timeline.appeal and not favourable:
        lines.append(_appeal(timeline.appeal.last_day, timeline.appeal.article))
    return Decided(_outcome(favourable), favourable, tuple(lines))


def _taken_back(view: RequestView, appeal: Appeal | None) -> Decided:
    """A grant withdrawn: against her wish, it can be challenged."""
    lines = [_("Vous ne pouvez plus vous servir de l’accord qui vous avait été donné.")]
    if view.revocation:
        lines.append(_("La décision de retrait, avec ses motifs, est dans vos documents."))
        lines.extend(notified_words(view))
    if appeal:
        lines.append(_appeal(appeal.last_day, appeal.article))
    return Decided(_("L’accord est retiré"), favourable=False, lines=tuple(lines))


def _reasons(view: RequestView) -> list[str]:
    """Where the reasons of a tacit refusal stand, once they are asked for (CRPA L232-4)."""
    course = view.timeline.course
    if course.reasons_given_on:
        told = _("Ses motifs vous ont été communiqués le {day} : la lettre est dans vos documents.")
        return [told.format(day=day(course.reasons_given_on))]
    if course.reasons_due_on and reasons_on_their_way(view):
        return [_("Ses motifs vous sont envoyés par courrier, comme vous l’avez choisi.")]
    if course.reasons_asked_on and course.reasons_due_on:
        told = _(
            "Vous en avez demandé les motifs le {asked} : ils vous sont dus au plus tard le {due}."
        )
        asked_on, due = day(course.reasons_asked_on), weekday(course.reasons_due_on)
        return [told.format(asked=asked_on, due=due)]
    return []


def reasons_on_their_way(view: RequestView) -> bool:
    """Whether the reasons that are owed were written and go by post."""
    return any(step.action == "give_reasons" for step in view.story)


def _tacit_appeal(appeal: Appeal) -> str:
    if not appeal.awaits_reasons:
        return _appeal(appeal.last_day, appeal.article)
    told = _(
        "Votre délai pour contester devant le tribunal administratif reste ouvert : il finira deux"
        " mois après le jour où vous recevrez les motifs, pas avant le {day} ({article})."
    )
    return told.format(day=weekday(appeal.last_day), article=appeal.article)


def reasons_until(view: RequestView) -> date | None:
    """The last day to ask for the reasons of a tacit refusal; None where they cannot be asked."""
    tacit = view.timeline.tacit
    if "ask_reasons" not in view.can or tacit is None or tacit.appeal is None:
        return None
    return tacit.appeal.last_day


def _outcome(favourable: bool) -> str:
    return _("Votre demande est acceptée") if favourable else _("Votre demande est refusée")


def _appeal(last_day: date, article: str) -> str:
    told = _(
        "Vous pouvez la contester devant le tribunal administratif d’ici au {day} ({article})."
    )
    return told.format(day=weekday(last_day), article=article)


def documents(view: RequestView, zone: str) -> list[FileLine]:
    """The documents made for her, then the files she sent."""
    base = f"/requests/{view.case_id}"
    made = [
        FileLine(
            title=letter_title(letter.kind),
            address=f"{base}/letters/{letter.id}",
            note=f"{short_day(local(letter.made_at, zone).date())}, PDF, {size(letter.size)}"
            f"{copy_note(view, letter.kind)}",
        )
        for letter in view.letters
    ]
    sent = [
        FileLine(
            title=file.filename,
            address=f"{base}/files/{file.id}",
            note=_("{label}, envoyé le {day}, {size}").format(
                label=_label(view, file),
                day=short_day(local(file.received_at, zone).date()),
                size=size(file.size),
            ),
        )
        for file in view.attachments
    ]
    return made + sent


def _label(view: RequestView, file: AttachmentLine) -> str:
    """What a file is, in the words of the form."""
    procedure, options = view.filed_under.procedure, view.filed_under.options
    piece = procedure.piece(file.piece) if file.piece else None
    question = procedure.field(file.field)
    label = piece.label if piece else question.label if question else None
    return say(label, current_language(), options) if label else file_title(file.field)


def asked(view: RequestView, errors: Mapping[str, str]) -> Asked | None:
    """What is to be sent, when something is."""
    if not view.asked_pieces or "give_pieces" not in view.can:
        return None
    procedure, options = view.filed_under.procedure, view.filed_under.options
    language = current_language()
    lines = []
    for each in view.asked_pieces:
        piece = procedure.piece(each.piece)
        label = say(piece.label, language, options) if piece else each.piece
        lines.append(AskedLine(each.piece, label, each.reason, errors.get(each.piece, "")))
    names = ", ".join(line.label for line in lines)
    by_when = _("Envoyez-la dès que possible.")
    if view.pieces_limit:
        by_when = _("À envoyer d’ici au {day}.").format(day=weekday(view.pieces_limit))
    return Asked(_("À vous : il manque {names}").format(names=names), by_when, tuple(lines))


def accepted_files() -> str:
    """« un document PDF, une image JPEG… », said before anything is sent."""
    words = accepted_in_words()
    return words[:1].upper() + words[1:]
