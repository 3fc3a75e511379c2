"""Mentions of the letters after the receipt: requests, decisions, certificates, hand-overs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.law.contracts import Decision, Effect, Text, Timeline
from services.law.mentions import Mention, Service, service_in_charge, ways_of_appeal
from services.law.words import en, fr, sentence


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides: first name, name, quality and service (L212-1, L212-2 1°)."""

    given_name: str
    family_name: str
    quality: str
    service: str


@dataclass(frozen=True, slots=True)
class Algorithm:
    """What an automatic computation is for, and who answers about it (L311-3-1)."""

    purpose: str
    contact: str


def pieces_request_mentions(
    timeline: Timeline, *, pieces: Collection[str], service: Service
) -> tuple[Mention, ...]:
    """A request for pieces (R112-11-4): what, by when, and what it does to the delay (L114-5).

    The timeline already bears the request as its last `pieces_asked`.
    """
    asked = timeline.step("pieces_asked")
    named = " ; ".join(pieces)
    told = [
        Mention(
            "missing_pieces",
            "CRPA R112-11-4, L114-5",
            Text(f"Pièces à fournir : {named}.", f"Pieces to provide: {named}."),
        )
    ]
    if asked is not None and not asked.effective:
        told.append(Mention("no_effect", asked.article, asked.text))
    told.append(_limit(timeline))
    if asked is not None and asked.effective:
        told.append(Mention("pieces_effect", asked.article, asked.text))
    if timeline.tacit is not None:
        step = timeline.step("tacit_decision")
        if step is not None:
            told.append(Mention("silence_date", step.article, step.text))
    told.append(service_in_charge(service))
    return tuple(told)


def _limit(timeline: Timeline) -> Mention:
    limits = [fact.limit for fact in timeline.course.pending if fact.limit is not None]
    limit = timeline.course.pieces_limit or (limits[-1] if limits else None)
    if limit is None:
        text = Text("Fournissez ces pièces dès que possible.", "Please provide these pieces soon.")
    else:
        text = sentence(
            "Vous avez jusqu’au {day} inclus pour fournir ces pièces.",
            "You have until {day} included to provide these pieces.",
            day=limit,
        )
    return Mention("pieces_limit", "CRPA R112-11-4", text)


def delay_extension_mentions(
    timeline: Timeline, *, reasons: str, service: Service
) -> tuple[Mention, ...]:
    """A longer planning delay: its ground, its reasons, the new date (C. urb. R423-42, R423-43).

    The timeline already bears it as its last `delay_extended`.
    """
    told = []
    step = timeline.step("delay_extended")
    if step is not None:
        told.append(Mention("extension", step.article, step.text))
    told.append(Mention("extension_reasons", "C. urb. R423-42", _why(reasons)))
    silence = timeline.step("tacit_decision")
    if timeline.tacit is not None and silence is not None:
        told.append(Mention("silence_date", silence.article, silence.text))
    told.append(service_in_charge(service))
    return tuple(told)


def _why(reasons: str) -> Text:
    return Text(f"Motif : {reasons}", f"Reason: {reasons}")


def decision_mentions(
    timeline: Timeline,
    *,
    decision: Decision,
    decided_on: date,
    author: Author,
    service: Service,
    reasons_in_law: Collection[str] = (),
    reasons_in_fact: Collection[str] = (),
    conditions: Collection[str] = (),
    algorithm: Algorithm | None = None,
) -> tuple[Mention, ...]:
    """An express decision: author, reasons, appeals, what a grant awaits, the algorithm."""
    planning = timeline.facts.regime.planning
    told = [_author(author)]
    if decision == "refusal" or conditions:
        told.append(_reasons(reasons_in_law, reasons_in_fact))
        told.append(
            ways_of_appeal(
                service,
                planning=planning,
                decided_on=decided_on,
                residence=timeline.facts.residence,
            )
        )
    if decision == "grant" and any(not one.indispensable for one in timeline.course.pending):
        told.append(_CONDITIONAL)
    if decision == "grant" and planning:
        told.append(_THIRD_PARTIES)
    if algorithm is not None:
        told.append(algorithmic(algorithm))
    return tuple(told)


def _author(author: Author) -> Mention:
    named = f"{author.given_name} {author.family_name}, {author.quality}, {author.service}"
    text = Text(f"Décision prise par {named}.", f"Decided by {named}.")
    return Mention("author", "CRPA L212-1, L212-2, 1°", text)


def _reasons(law: Collection[str], fact: Collection[str]) -> Mention:
    french = f"En droit : {' '.join(law)} En fait : {' '.join(fact)}"
    english = f"In law: {' '.join(law)} In fact: {' '.join(fact)}"
    return Mention("reasons", "CRPA L211-2, L211-5", Text(french, english))


_CONDITIONAL = Mention(
    "conditional",
    "CRPA L114-5-1",
    Text(
        "Cette décision prendra effet à la réception de la pièce qui vous a été demandée.",
        "This decision will take effect on reception of the piece that you were asked for.",
    ),
)
_THIRD_PARTIES = Mention(
    "third_parties",
    "C. urb. R424-15, R600-2",
    Text(
        "L’autorisation doit être affichée sur le terrain ; les tiers peuvent la contester pendant"
        " deux mois à compter du premier jour d’une période continue de deux mois d’affichage.",
        "The authorisation must be displayed on the site; third parties may challenge it for two"
        " months from the first day of a continuous two-month display.",
    ),
)


def algorithmic(algorithm: Algorithm) -> Mention:
    """The explicit mention of a decision computed, even in part, by an algorithm."""
    text = Text(
        f"Cette décision repose en partie sur un traitement algorithmique ({algorithm.purpose})."
        " Vous avez le droit d’obtenir les règles qui le définissent et ses principales"
        f" caractéristiques : écrivez à {algorithm.contact}. Sans réponse sous un mois, vous pouvez"
        " saisir la commission d’accès aux documents administratifs (CADA).",
        f"This decision relies in part on an algorithm ({algorithm.purpose}). You are entitled to"
        f" the rules that define it and its main features: write to {algorithm.contact}. Without an"
        " answer within a month, you may seize the commission d’accès aux documents"
        " administratifs (CADA).",
    )
    return Mention("algorithm", "CRPA L311-3-1, R311-3-1-1", text)


def tacit_certificate_mentions(
    timeline: Timeline, *, on: date, service: Service
) -> tuple[Mention, ...]:
    """The certificate of a tacit decision (L232-3, R424-13); empty when none is born by `on`."""
    tacit = timeline.tacit
    if tacit is None or on < tacit.born_on:
        return ()
    planning = timeline.facts.regime.planning
    french, english = _born(tacit.effect, timeline.facts.regime.nature)
    born_fr = f"{french} le {fr(tacit.born_on)}."
    born_en = f"{english} on {en(tacit.born_on)}."
    basis = "CRPA L232-3 ; C. urb. R424-13" if planning else "CRPA L232-3"
    told = [
        Mention("request_received", basis, _request_received(timeline)),
        Mention("tacit_decision", tacit.article, Text(born_fr, born_en)),
        Mention("certificate_basis", basis, _BASIS),
    ]
    step = timeline.step("revocation_end")
    if step is not None:
        told.append(Mention("revocation", step.article, step.text))
    if tacit.effect == "rejection":
        told.append(
            ways_of_appeal(
                service,
                planning=planning,
                decided_on=tacit.born_on,
                residence=timeline.facts.residence,
                tacit=True,
            )
        )
    elif planning:
        told.append(_THIRD_PARTIES)
    return tuple(told)


def _born(effect: Effect, nature: str | None) -> tuple[str, str]:
    """What was born, in the words of general law or of planning (C. urb. L424-1, R424-1)."""
    if nature == "DP" and effect == "rejection":
        return "Une opposition tacite est née", "A tacit opposition was born"
    if nature == "DP":
        return "Une non-opposition tacite est née", "A tacit non-opposition was born"
    if nature is not None and effect == "acceptance":
        return "Un permis tacite est né", "A tacit permit was born"
    return {
        "acceptance": ("Un accord tacite est né", "A tacit acceptance was born"),
        "rejection": ("Un rejet tacite est né", "A tacit rejection was born"),
        "flat_rate": ("Un accord forfaitaire tacite est né", "A tacit flat-rate grant was born"),
    }[effect]


_BASIS = Text(
    "La présente attestation est délivrée à la demande de la personne intéressée.",
    "This certificate is issued at the request of the person concerned.",
)


def _request_received(timeline: Timeline) -> Text:
    day = timeline.course.filed_on
    return sentence("Demande reçue le {day}.", "Request received on {day}.", day=day)


def hand_over_mentions(timeline: Timeline, *, to: Service, handed_on: date) -> tuple[Mention, ...]:
    """The person is told to whom her request went, and what it does to the delays (L114-2)."""
    text = Text(
        f"Votre demande relève de {to.name} : elle lui a été transmise le {fr(handed_on)}.",
        f"Your request is for {to.name}: it was handed over on {en(handed_on)}.",
    )
    told = [Mention("handed_to", "CRPA L114-2", text)]
    step = timeline.step("handed_over")
    if step is not None:
        told.append(Mention("clock", "CRPA L114-3", step.text))
    told.append(service_in_charge(to))
    return tuple(told)
