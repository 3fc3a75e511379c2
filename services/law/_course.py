"""The life of one request under the general rules, fact after fact.

A course keeps what the clock needs and writes one step for each fact. `last_day` is what the facts
so far give; a fact that comes after it changes nothing.
"""

from datetime import date
from typing import ClassVar

from services.law import _sentences as say
from services.law._sentences import Pair
from services.law.contracts import Appeal, Effect, Fact, Facts, Notification, Span, Step, Text
from services.law.conventions import DAYS_FROM_LAST_DAY_TO_BIRTH
from services.law.periods import add_days
from services.law.suspension import pushed_back
from services.law.words import sentence

TACIT_ARTICLES: dict[str, str] = {
    "acceptance": "CRPA L231-1",
    "rejection": "CRPA L231-4",
    "flat_rate": "CASF L232-14, R232-23",
}


class Course:
    """The state of the clock, and what every walk over the facts shares."""

    planning: ClassVar[bool] = False

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.regime = facts.regime
        self.calendar = facts.calendar
        self.steps: list[Step] = []
        self.warnings: list[Text] = list(facts.remarks)
        self.filed = next(fact for fact in facts.events if fact.what == "filed")
        self.competent_on: date | None = self.filed.at if self.filed.competent else None
        self.spans: list[Span] = []
        self.awaiting_since: date | None = None
        self.pending: list[Fact] = []
        self.more_months = 0
        self.decided: Notification | None = None
        self.express: Notification | None = None
        self.appeal: Appeal | None = None
        self.tacit_appeal: Appeal | None = None
        self.appealed = False
        self.reasons_asked_on: date | None = None
        self.reasons_due_on: date | None = None
        self.reasons_given_on: date | None = None
        self.start: date | None = self.first_start()

    def first_start(self) -> date | None:
        """Where the clock starts before any other fact (L114-3)."""
        return self.competent_on if self.restarts else self.filed.at

    @property
    def restarts(self) -> bool:
        """Whether a missing piece starts the delay again (acceptance) instead of suspending it."""
        return self.regime.silence in ("acceptance", "flat_rate")

    @property
    def effect(self) -> Effect | None:
        """What silence will mean as the facts stand."""
        return None if self.regime.silence == "none" else self.regime.silence

    @property
    def tacit_article(self) -> str:
        """The text behind that effect."""
        return self.regime.article or TACIT_ARTICLES.get(self.regime.silence, "")

    @property
    def last_day(self) -> date | None:
        """The last day of an express decision; None while the clock cannot run."""
        if self.effect is None or self.awaiting_since is not None:
            return None
        return self.instruction_end()

    def instruction_end(self) -> date | None:
        """The end of the delay from its start, suspensions counted."""
        delay = self.regime.delay
        if delay is None or self.start is None:
            return None
        end = delay.end(self.start, self.calendar, more_months=self.more_months)
        return pushed_back(end, self.spans, start=self.start)

    @property
    def born_on(self) -> date | None:
        """The day after the last one."""
        last_day = self.last_day
        return None if last_day is None else add_days(last_day, DAYS_FROM_LAST_DAY_TO_BIRTH)

    def born_by(self, day: date) -> bool:
        """Whether silence has already decided on that day, if nobody had before."""
        last_day = self.last_day
        return last_day is not None and day > last_day

    def note(
        self,
        what: str,
        on: date,
        article: str,
        pair: Pair,
        *,
        effective: bool = True,
        **days: date,
    ) -> None:
        """Write a step; a fact without effect is also a warning."""
        text = sentence(*pair, day=on, **days)
        self.steps.append(Step(on, what, article, text, effective))
        if not effective:
            self.warnings.append(text)

    def warn(self, pair: Pair, **days: date) -> None:
        """Say something that changes no date."""
        self.warnings.append(sentence(*pair, **days))

    def shut(self, fact: Fact, on: date) -> bool:
        """Whether this fact comes too late to change anything; if so, it is reported."""
        if self.decided is not None:
            self.note(
                fact.what,
                on,
                self.decided.article,
                say.AFTER_DECISION,
                effective=False,
                decided=self.decided.on,
            )
            return True
        born_on = self.born_on
        if born_on is None or on < born_on:
            return False
        self.note(fact.what, on, self.tacit_article, say.AFTER_BIRTH, effective=False, born=born_on)
        return True
