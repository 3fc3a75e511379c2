"""The reasons of a tacit rejection: asked for, then communicated (CRPA L232-4)."""

from datetime import date

from services.law import _sentences as say
from services.law._decisions import DecidedCourse
from services.law.contracts import Appeal, Fact
from services.law.motivation import appeal_after_reasons, prorogued_by, reasons_of_silence
from services.law.receipts import appeal_delay_opposable

REASONS = "CRPA L232-4"


class ReasonedCourse(DecidedCourse):
    """A course that hears requests for reasons and their answers."""

    def _tacit_rejection(self, fact: Fact) -> Appeal | None:
        """The appeal against the tacit rejection in question on that day, None without one."""
        if not self.born_by(fact.at) or self.express is not None:
            return None
        return self.tacit_appeal_now()

    def on_reasons_asked(self, fact: Fact) -> None:
        """Al. 1: asked within the delay of appeal, the reasons are owed within one month."""
        target = self._tacit_rejection(fact)
        if target is None:
            self._without_effect(fact, say.REASONS_OF_NOTHING)
        elif self.reasons_given_on is not None:
            self._without_effect(fact, say.REASONS_KNOWN)
        elif self.awaits_reasons:
            self._without_effect(fact, say.REASONS_ASKED_AGAIN)
        else:
            asked = reasons_of_silence(asked_on=fact.at, appeal_last_day=target.last_day)
            if not asked.in_time:
                self._late_request(fact, target.last_day)
                return
            self.reasons_asked_on, self.reasons_due_on = fact.at, asked.due_on
            self.note("reasons_asked", fact.at, REASONS, say.REASONS_ASKED, due=asked.due_on)

    def _late_request(self, fact: Fact, last: date) -> None:
        self._without_effect(fact, say.REASONS_ASKED_LATE, last=last)
        born_on = self.born_on
        events = self.facts.events
        if not appeal_delay_opposable(events, express_in_time=False, born_on=born_on):
            self.warn(say.REASONS_LATE_YET_OPEN, day=fact.at)

    def on_reasons_given(self, fact: Fact) -> None:
        """Al. 2: the delay is prorogued until two months after they are communicated."""
        on = fact.received_on or fact.at
        target = self._tacit_rejection(fact)
        if target is None:
            self._without_effect(fact, say.REASONS_OF_NOTHING)
        elif not self.awaits_reasons:
            self._without_effect(fact, say.REASONS_UNASKED)
        else:
            last = appeal_after_reasons(on, self.calendar, residence=self.facts.residence)
            # An administrative appeal may already have opened a longer delay: never shortened.
            last = max(last, target.last_day)
            self.reasons_given_on = on
            article = prorogued_by(self.facts.residence)
            self.tacit_appeal = Appeal(last, article, target.gracious_last_day)
            self.note("reasons_given", on, REASONS, say.REASONS_GIVEN, last=last)

    def _without_effect(self, fact: Fact, pair: say.Pair, **days: date) -> None:
        self.note(fact.what, fact.at, REASONS, pair, effective=False, **days)
