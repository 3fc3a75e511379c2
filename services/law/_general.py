"""The general course: receipts, hand-over, pieces, originals, opinions, the portal (CRPA)."""

from dataclasses import replace
from datetime import date

from services.law import _sentences as say
from services.law._reasons import ReasonedCourse
from services.law.contracts import Fact, Span
from services.law.notification import CONSENT, PORTAL, consented, notifications, portal_open_until
from services.law.receipts import RECEIPT

PIECES = "CRPA L114-5"
NOT_INDISPENSABLE = "CRPA L114-5-1"
ORIGINAL = "CRPA R113-11"
OPINION = "CRPA L114-7"
HAND_OVER = "CRPA L114-2"
CLOCK_START = "CRPA L114-3"

_DECISION_RANK = 1
_APPEAL_RANK = 2


class GeneralCourse(ReasonedCourse):
    """Silence after reception, suspension, restart (CRPA)."""

    def run(self) -> None:
        """Take every fact on its day; on one day, decisions after other facts, appeals last."""
        events = self.facts.events
        walk: list[tuple[date, int, int]] = []
        for index, fact in enumerate(events):
            if fact.what != "decision_notified":
                rank = _APPEAL_RANK if fact.what == "appealed" else 0
                walk.append((_day_of(fact), rank, index))
        decisions = notifications(events, planning=self.planning)
        walk.extend((one.on, _DECISION_RANK, index) for index, one in enumerate(decisions))
        for _, rank, index in sorted(walk):
            if rank == _DECISION_RANK:
                self.on_decision(decisions[index])
            else:
                getattr(self, f"on_{events[index].what}")(events[index])

    def on_filed(self, fact: Fact) -> None:
        """Reception by the body first seized."""
        if fact.competent:
            self.note("filed", fact.at, CLOCK_START, say.FILED)
        elif self.restarts:
            self.note("filed", fact.at, CLOCK_START, say.MISDIRECTED_RESTART)
        else:
            self.note("filed", fact.at, CLOCK_START, say.MISDIRECTED_REJECTION)

    def on_handed_over(self, fact: Fact) -> None:
        """Transmission to the competent body: keeps a rejection's clock, starts an acceptance's."""
        if self.competent_on is not None:
            useless = say.HANDED_OVER_USELESS
            self.note("handed_over", fact.at, HAND_OVER, useless, effective=False)
        elif not fact.competent:
            astray = say.HANDED_OVER_ASTRAY
            self.note("handed_over", fact.at, HAND_OVER, astray, effective=False)
        else:
            self.competent_on = fact.at
            if self.restarts:
                self.start = fact.at
            pair = say.HANDED_OVER_START if self.restarts else say.HANDED_OVER_KEEP
            self.note("handed_over", fact.at, f"{HAND_OVER}, L114-3, L114-4", pair)

    def on_receipt_sent(self, fact: Fact) -> None:
        """The receipt, or the registration receipt."""
        if fact.kind == "registration":
            self.note("receipt_sent", fact.at, RECEIPT, say.REGISTRATION_RECEIPT_SENT)
            return
        self.note("receipt_sent", fact.at, RECEIPT, say.RECEIPT_SENT)
        if not fact.mentions_complete:
            self.warn(say.RECEIPT_INCOMPLETE, day=fact.at)

    # Missing pieces

    def on_pieces_asked(self, fact: Fact) -> None:
        """L114-5: suspends under rejection, starts again under acceptance, where only the competent
        body may ask (L114-3 al. 2)."""
        on = fact.received_on or fact.at
        if self.shut(fact, on):
            return
        if self.restarts and self.competent_on is None:
            self.note("pieces_asked", on, CLOCK_START, say.ASKED_ASTRAY, effective=False)
            return
        early = self._given_meanwhile(fact, on)
        if early is None:
            self.pending.append(fact)
        if not fact.indispensable:
            self.note("pieces_asked", on, NOT_INDISPENSABLE, say.NOT_INDISPENSABLE)
        elif self.effect is None:
            self.note("pieces_asked", on, PIECES, say.PIECES_NO_CLOCK)
        elif self.restarts:
            self.note("pieces_asked", on, PIECES, say.PIECES_RESTART)
            self._await(on, early)
        else:
            self._suspend_for(fact, on)
            if early is not None:
                self.spans[-1] = replace(self.spans[-1], until=on)

    def _await(self, on: date, early: Fact | None) -> None:
        """No clock until production, unless it came meanwhile."""
        if early is None:
            self.awaiting_since = self.awaiting_since or on
        elif self.awaiting_since is None:
            self._restart(early)

    def _suspend_for(self, fact: Fact, on: date) -> None:
        limit = fact.limit
        self.spans.append(Span(on, limit, PIECES))
        if limit is None:
            self.note("pieces_asked", on, PIECES, say.PIECES_SUSPEND_OPEN)
            self.warn(say.WITHOUT_LIMIT, day=on)
        elif limit < on:
            late = say.LIMIT_PASSED
            self.note("pieces_asked", on, PIECES, late, effective=False, limit=limit)
        else:
            self.note("pieces_asked", on, PIECES, say.PIECES_SUSPEND, limit=limit)

    def _given_meanwhile(self, asked: Fact, received_on: date) -> Fact | None:
        """The production that came after a request was made and before it was received."""
        events = self.facts.events
        return next(
            (
                one
                for one in events[events.index(asked) + 1 :]
                if one.what == "pieces_given" and not one.partial and one.at < received_on
            ),
            None,
        )

    def on_pieces_given(self, fact: Fact) -> None:
        """Production: ends the suspension, or starts the delay in full."""
        if self.shut(fact, fact.at):
            return
        if fact.partial:
            self.note("pieces_given", fact.at, PIECES, say.GIVEN_PARTIAL, effective=False)
            return
        self.pending.clear()
        if self.awaiting_since is not None:
            self._restart(fact)
            self.note("pieces_given", fact.at, PIECES, say.GIVEN_RESTART)
        elif any(_stands(span, PIECES, fact.at) for span in self.spans):
            self._resume(PIECES, fact.at)
            self.note("pieces_given", fact.at, PIECES, say.GIVEN_RESUME)
        else:
            asked = any(span.article == PIECES for span in self.spans)
            pair = say.GIVEN_LATE if asked else say.GIVEN_UNASKED
            self.note("pieces_given", fact.at, PIECES, pair, effective=False)

    def _restart(self, fact: Fact) -> None:
        self.awaiting_since = None
        if self.start is not None:
            self.start = max(self.start, fact.at)

    def _resume(self, article: str, on: date) -> None:
        self.spans = [
            replace(span, until=max(span.since, on)) if _stands(span, article, on) else span
            for span in self.spans
        ]

    # Originals

    def on_original_asked(self, fact: Fact) -> None:
        """R113-11: suspends until production, whatever silence means."""
        on = fact.received_on or fact.at
        if self.shut(fact, on):
            return
        self.spans.append(Span(on, None, ORIGINAL))
        self.note("original_asked", on, ORIGINAL, say.ORIGINAL_ASKED)

    def on_original_given(self, fact: Fact) -> None:
        """The original is there: the procedure resumes."""
        if self.shut(fact, fact.at):
            return
        if any(_stands(span, ORIGINAL, fact.at) for span in self.spans):
            self._resume(ORIGINAL, fact.at)
            self.note("original_given", fact.at, ORIGINAL, say.ORIGINAL_GIVEN)
        else:
            unasked = say.ORIGINAL_UNASKED
            self.note("original_given", fact.at, ORIGINAL, unasked, effective=False)

    # Opinions and other delays

    def on_opinion_asked(self, fact: Fact) -> None:
        """An opinion asked changes no delay."""
        if not self.shut(fact, fact.at):
            self.note("opinion_asked", fact.at, OPINION, say.OPINION_ASKED)

    def on_opinion_received(self, fact: Fact) -> None:
        """An opinion received is communicable."""
        if not self.shut(fact, fact.at):
            self.note("opinion_received", fact.at, OPINION, say.OPINION_RECEIVED)

    def on_delay_extended(self, fact: Fact) -> None:
        """A longer delay that a text allows (L231-6), notified before the end."""
        on = fact.notified_on or fact.at
        if self.shut(fact, on):
            return
        self.more_months += fact.months
        self.note("delay_extended", on, fact.article or "CRPA L231-6", say.EXTENDED)

    # The portal and the post

    def on_made_available(self, fact: Fact) -> None:
        """A document on the portal."""
        if not consented(fact, self.facts.events):
            no_consent = say.NO_CONSENT
            self.note("made_available", fact.at, CONSENT, no_consent, effective=False)
        else:
            until = portal_open_until(fact.at)
            self.note("made_available", fact.at, PORTAL, say.MADE_AVAILABLE, until=until)

    def on_opened(self, fact: Fact) -> None:
        """The person opens it."""
        known = any(one.what == "made_available" and one.at <= fact.at for one in self.facts.events)
        pair = say.OPENED if known else say.OPENED_NOTHING
        self.note("opened", fact.at, "CRPA R112-19, R112-20", pair, effective=known)

    def on_sent(self, fact: Fact) -> None:
        """Something leaves; only its reception counts."""
        self.note("sent", fact.at, "CRPA L221-8", say.SENT)
        acts = [one for one in self.facts.events if one.what == "decision_notified"]
        unknown = fact.decision is not None and not acts
        if unknown and (fact.by in ("post", "hand") or not self.planning):
            self.warn(say.SENT_UNKNOWN, day=fact.at)


def _day_of(fact: Fact) -> date:
    """The day a fact acts: when it reached the person, where that is what counts."""
    if fact.what in ("pieces_asked", "original_asked", "reasons_given"):
        return fact.received_on or fact.at
    if fact.what == "delay_extended":
        return fact.notified_on or fact.at
    return fact.at


def _stands(span: Span, article: str, on: date) -> bool:
    """Whether this suspension still runs on that day."""
    return span.article == article and (span.until is None or span.until >= on)
