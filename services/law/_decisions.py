"""What an express decision and an appeal do to a course."""

from dataclasses import replace
from datetime import date

from services.law import _planning_sentences as tell
from services.law import _sentences as say
from services.law._course import Course
from services.law.appeals import (
    PLANNING_GRACIOUS,
    appeal_against,
    gracious_rejection_born_on,
)
from services.law.contracts import Appeal, Fact, Notification, Residence
from services.law.revocation import REVOCATION, revocation_last_day

ANEW = "CJA R421-2"
GRACIOUS = "CRPA L411-2"


class DecidedCourse(Course):
    """A course that hears decisions and appeals."""

    def open_appeal(self, on: date, residence: Residence, *, tacit: bool = False) -> Appeal:
        """The appeal against a refusal of that day."""
        return appeal_against(
            on, self.calendar, tacit=tacit, residence=residence, planning=self.planning
        )

    @property
    def awaits_reasons(self) -> bool:
        """Whether the reasons of the tacit rejection are owed: asked in time, and neither given nor
        overtaken by an express decision. Its appeal then has no end (L232-4)."""
        asked = self.reasons_asked_on is not None and self.reasons_given_on is None
        return asked and self.express is None

    def tacit_appeal_now(self) -> Appeal | None:
        """The appeal against the tacit rejection, as interrupted so far."""
        if self.tacit_appeal is not None:
            return self.tacit_appeal
        born_on = self.born_on
        if self.effect != "rejection" or born_on is None or self.decided is not None:
            return None
        return self.open_appeal(born_on, self.facts.residence, tacit=True)

    def on_decision(self, notified: Notification) -> None:
        """An express decision, on the day it is held notified."""
        if notified.how == "planning_sending":
            pair = tell.NOTIFIED_BY_SENDING
            self.note("notification", notified.on, notified.article, pair)
        born_on = self.born_on
        if self.express is None and not self.born_by(notified.on):
            self._in_time(notified)
        elif self.decided is not None or self.express is not None or born_on is None:
            self._again(notified)
        elif self.effect == "acceptance":
            self._after_acceptance(notified, born_on)
        elif self.effect == "flat_rate":
            self._stand(notified)
            self._tell(notified, say.AFTER_FLAT_RATE, born=born_on)
        else:
            self._after_rejection(notified, born_on)

    def _tell(
        self,
        notified: Notification,
        pair: say.Pair,
        *,
        article: str | None = None,
        effective: bool = True,
        **days: date,
    ) -> None:
        self.note(
            "decision_notified",
            notified.on,
            article or notified.article,
            pair,
            effective=effective,
            **days,
        )

    def _stand(self, notified: Notification) -> None:
        """This decision is now the express one; a refusal opens an appeal."""
        self.express = notified
        refused = notified.decision == "refusal"
        self.appeal = self.open_appeal(notified.on, notified.residence) if refused else None

    def _in_time(self, notified: Notification) -> None:
        self.decided = notified
        self._stand(notified)
        self._tell(notified, say.REFUSED if notified.decision == "refusal" else say.GRANTED)

    def _after_acceptance(self, notified: Notification, born_on: date) -> None:
        if notified.decision == "grant":
            self._tell(notified, say.GRANTED_AFTER_ACCEPTANCE, born=born_on)
            return
        self._tell(
            notified,
            say.REFUSED_AFTER_ACCEPTANCE,
            article=REVOCATION[self.planning],
            effective=False,
            born=born_on,
            revocable=revocation_last_day(born_on, planning=self.planning),
        )

    def _after_rejection(self, notified: Notification, born_on: date) -> None:
        if notified.decision == "grant":
            self._stand(notified)
            self._tell(notified, say.GRANTED_AFTER_REJECTION, born=born_on)
            return
        open_until = self.tacit_appeal_now()
        in_time = open_until is not None and notified.on <= open_until.last_day
        if in_time or self.awaits_reasons:
            self._stand(notified)
            self._tell(notified, say.REFUSED_AFTER_REJECTION, article=ANEW)
        else:
            self._tell(notified, say.CONFIRMING, article=ANEW, effective=False)

    def _again(self, notified: Notification) -> None:
        """A second express decision."""
        before = self.express
        if before is None:
            return
        if notified.decision == "grant":
            self._stand(notified)
            self._tell(notified, say.REPLACED if before.decision == "refusal" else say.GRANTED)
        elif before.decision == "grant":
            self._stand(notified)
            revocable = revocation_last_day(before.taken_on, planning=self.planning)
            article = REVOCATION[self.planning]
            self._tell(notified, say.REVOKED, article=article, revocable=revocable)
        elif self.appealed and self.appeal is not None and notified.on <= self.appeal.last_day:
            self._stand(notified)
            self._tell(notified, say.ANSWERED, article=GRACIOUS)
        else:
            self._tell(notified, say.CONFIRMING, article=ANEW, effective=False)

    # Appeals

    def on_appealed(self, fact: Fact) -> None:
        """An administrative appeal (L411-2, L600-12-2), or the court seized."""
        target = self.appeal
        if target is None and self.born_by(fact.at) and self.express is None:
            target = self.tacit_appeal_now()
        if target is None:
            self.note("appealed", fact.at, GRACIOUS, say.APPEALED_NOTHING, effective=False)
        elif fact.at > target.last_day and not self.awaits_reasons:
            self._late(fact, target.last_day, target.article)
        elif fact.kind == "contentious":
            self.note("appealed", fact.at, target.article, say.APPEALED_COURT)
        elif target.gracious_last_day is not None:
            self._planning_gracious(fact, target.gracious_last_day)
        elif self.appealed:
            self.note("appealed", fact.at, GRACIOUS, say.APPEALED_AGAIN, effective=False)
        else:
            self._interrupt(fact)

    def _late(self, fact: Fact, last: date, article: str) -> None:
        self.note("appealed", fact.at, article, say.APPEALED_LATE, effective=False, last=last)

    def _planning_gracious(self, fact: Fact, last: date) -> None:
        if fact.at > last:
            self._late(fact, last, PLANNING_GRACIOUS)
            return
        born = gracious_rejection_born_on(fact.at)
        self.note("appealed", fact.at, PLANNING_GRACIOUS, say.APPEALED_PLANNING, born=born)

    def _interrupt(self, fact: Fact) -> None:
        born = gracious_rejection_born_on(fact.at)
        residence = self.express.residence if self.express else self.facts.residence
        # The version is that of the decision appealed against: no gracious delay of its own.
        fresh = appeal_against(born, self.calendar, tacit=True, residence=residence, planning=False)
        fresh = replace(fresh, article=f"{GRACIOUS}, {fresh.article}")
        self.appealed = True
        if self.appeal is not None:
            self.appeal = fresh
        else:
            self.tacit_appeal = fresh
        self.note("appealed", fact.at, GRACIOUS, say.APPEALED, born=born)
