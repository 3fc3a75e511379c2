"""The planning course: completeness and instruction clocks (C. urb. R423-4 to R424-10)."""

from datetime import date
from typing import ClassVar

from services.law import _planning_sentences as tell
from services.law import _sentences as say
from services.law._general import GeneralCourse
from services.law.contracts import Effect, Fact, Facts
from services.law.conventions import (
    ABF_REJECTION_COVERS_DECLARATIONS,
    COMPLETENESS_MONTHS,
    PIECES_MONTHS,
)
from services.law.periods import add_months
from services.law.planning import (
    Extension,
    abf_against,
    abf_slow,
    exceptional,
    is_abf,
    more_months,
    runs_from_receipt,
    sense_known,
    silence_exception,
)
from services.law.suspension import pushed_back

START = "C. urb. R423-19, décret 2021-981"
COMPLETENESS = "C. urb. R423-22, R423-38"
LATE = "C. urb. R423-41"
PIECES = "C. urb. R423-39"
ASKED = "C. urb. R423-22, R423-38, R423-39"
SUBSTITUTED = "C. urb. R423-39, R423-40"
EXTENSION = "C. urb. R423-42"
ABF = "C. urb. R424-3"


class PlanningCourse(GeneralCourse):
    """Two clocks: a month to check the file, then the delay from a complete one."""

    planning: ClassVar[bool] = True

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self.month_end = None if self.start is None else add_months(self.start, COMPLETENESS_MONTHS)
        self.pieces_limit: date | None = None
        self.partly_given = False
        self.extensions: list[Extension] = []
        self.abf_rejects = False
        self.exception = silence_exception(facts.regime, self.filed)

    def first_start(self) -> date | None:
        """Paper: reception. Electronic: the first receipt sent by the competent body, if any."""
        events = self.facts.events
        handed = (fact.at for fact in events if fact.what == "handed_over" and fact.competent)
        received = self.competent_on or next(handed, None)
        if received is None or not runs_from_receipt(self.filed):
            return received
        sent = (fact.at for fact in events if fact.what == "receipt_sent" and fact.at >= received)
        return next(sent, received)

    @property
    def effect(self) -> Effect | None:
        """Rejection for pieces never produced, an ABF's opinion, an exception; else acceptance."""
        if self.awaiting_since is not None or self.abf_rejects or self.exception is not None:
            return "rejection"
        return super().effect

    @property
    def tacit_article(self) -> str:
        """The text behind that effect."""
        if self.awaiting_since is not None:
            return PIECES
        if self.abf_rejects:
            return ABF
        return self.exception or super().tacit_article

    @property
    def last_day(self) -> date | None:
        """The end of the delay, or of the three months while pieces are missing."""
        if self.awaiting_since is None or self.pieces_limit is None:
            return self.instruction_end()
        return pushed_back(self.pieces_limit, self.spans, start=self.awaiting_since)

    def on_filed(self, fact: Fact) -> None:
        """Reception, and what this project may not be granted by silence."""
        super().on_filed(fact)
        if self.exception is not None:
            self.note("exception", fact.at, self.exception, tell.EXCEPTION)

    def on_handed_over(self, fact: Fact) -> None:
        """The start was computed at once, receipts included: only the competence moves."""
        start = self.start
        super().on_handed_over(fact)
        self.start = start

    def on_receipt_sent(self, fact: Fact) -> None:
        """The récépissé: an electronic filing's delays run from its sending."""
        if runs_from_receipt(self.filed) and fact.at == self.start:
            self.note("receipt_sent", fact.at, START, tell.RECEIPT_STARTS)
        else:
            super().on_receipt_sent(fact)

    def on_pieces_asked(self, fact: Fact) -> None:
        """R423-38, -39, -41: within the month, for a piece of the code; three months to produce."""
        on = fact.received_on or fact.at
        if self.shut(fact, on):
            return
        if self.competent_on is None:
            self.note("pieces_asked", on, COMPLETENESS, tell.ASKED_ASTRAY, effective=False)
        elif not fact.in_code:
            self.note("pieces_asked", on, LATE, tell.NOT_IN_CODE, effective=False)
        elif self.month_end is not None and on > self.month_end:
            month = self.month_end
            self.note("pieces_asked", on, LATE, tell.ASKED_LATE, effective=False, month=month)
        elif self.partly_given and self.pieces_limit is not None:
            limit = self.pieces_limit
            self.note("pieces_asked", on, PIECES, tell.ASKED_AGAIN, effective=False, limit=limit)
        else:
            self._ask(fact, on)

    def _ask(self, fact: Fact, on: date) -> None:
        again = self.awaiting_since is not None
        limit = add_months(on, PIECES_MONTHS)
        article, pair = (SUBSTITUTED, tell.ASKED_INSTEAD) if again else (ASKED, tell.ASKED)
        self.note("pieces_asked", on, article, pair, limit=limit)
        if fact.limit not in (None, limit):
            self.warn(tell.LIMIT_IS_LEGAL, limit=fact.limit)
        early = self._given_meanwhile(fact, on)
        if early is None:
            self.pending.append(fact)
            self.pieces_limit = limit
        self._await(on, early)

    def on_pieces_given(self, fact: Fact) -> None:
        """A complete production starts the delay in full; the extension notified stays."""
        if self.shut(fact, fact.at):
            return
        if fact.partial:
            self.partly_given = self.awaiting_since is not None
            self.note("pieces_given", fact.at, PIECES, say.GIVEN_PARTIAL, effective=False)
        elif self.awaiting_since is None:
            self.note("pieces_given", fact.at, LATE, say.GIVEN_UNASKED, effective=False)
        else:
            self._restart(fact)
            self.pieces_limit, self.partly_given = None, False
            self.pending.clear()
            self.note("pieces_given", fact.at, PIECES, tell.COMPLETE)

    def on_delay_extended(self, fact: Fact) -> None:
        """R423-24 to -28 notified in the month; R423-34 to -37 before the end."""
        on = fact.notified_on or fact.at
        if self.shut(fact, on):
            return
        if self.competent_on is None:
            self.note("delay_extended", on, EXTENSION, tell.EXTENDED_ASTRAY, effective=False)
            return
        article = f"C. urb. {fact.article}" if fact.article else EXTENSION
        month = self.month_end
        if not exceptional(fact.article) and month is not None and on > month:
            late = tell.EXTENDED_LATE
            self.note("delay_extended", on, EXTENSION, late, effective=False, month=month)
            return
        before = self.more_months
        self.extensions.append(Extension(fact.months, fact.article))
        self.more_months = more_months(self.regime, self.extensions)
        if exceptional(fact.article):
            self.note("delay_extended", on, article, tell.EXCEPTIONAL)
        elif self.more_months == before:
            self.note("delay_extended", on, article, tell.EXTENDED_COVERED, effective=False)
        else:
            self.note("delay_extended", on, article, say.EXTENDED)

    def on_opinion_received(self, fact: Fact) -> None:
        """An ABF's unfavourable or conditional opinion turns silence into rejection."""
        if not is_abf(fact.service):
            super().on_opinion_received(fact)
            return
        if self.shut(fact, fact.at):
            return
        declaration = self.regime.nature == "DP"
        self.abf_rejects = abf_against(fact.sense) and (
            ABF_REJECTION_COVERS_DECLARATIONS or not declaration
        )
        if not sense_known(fact.sense):
            self.warn(tell.ABF_UNCLEAR, day=fact.at)
        pair = tell.ABF_AGAINST if self.abf_rejects else tell.ABF_FAVOURABLE
        self.note("opinion_received", fact.at, ABF, pair)
        if self.abf_rejects and declaration:
            self.warn(tell.ABF_DECLARATION)
        if self.abf_rejects and abf_slow(self.facts, fact):
            self.warn(tell.ABF_SLOW, day=fact.at)
