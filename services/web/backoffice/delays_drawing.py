"""The clocks of a request on a line of time: where each runs, where it stands. Numbers only; the
template draws them with SVG attributes, so that no style needs to be allowed."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from babel.dates import format_date

from services.foundation.i18n import _, current_language
from services.law.contracts import Timeline
from services.law.periods import add_months
from services.web.shared.words import short_day

WIDTH, LEFT, RIGHT = 1000.0, 130.0, 960.0
TOP, ROW, FOOT = 46.0, 66.0, 14.0
LETTER, LEVEL, GAP = 7.4, 16.0, 5.0
MOST_MONTHS = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """Some days of a clock. `kind`: run, rest (it stands), more (the person's delay to appeal)."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Pin:
    """A day that matters, with its words; `level` keeps words from covering one another.

    Words start at their day; those that would leave the frame end there.
    """

    x: float
    text: str
    level: int = 0

    @property
    def end(self) -> bool:
        return self.x + self._length > WIDTH

    @property
    def begins(self) -> float:
        return self.x - self._length if self.end else self.x

    @property
    def ends(self) -> float:
        return self.begins + self._length

    @property
    def _length(self) -> float:
        return GAP + len(self.text) * LETTER

    def meets(self, other: "Pin") -> bool:
        """Whether their words touch, or the line down to one crosses the words of the other."""
        if self.level == other.level:
            return self.begins < other.ends and other.begins < self.ends
        deep, shallow = (self, other) if self.level > other.level else (other, self)
        return shallow.begins < deep.x < shallow.ends


@dataclass(frozen=True, slots=True)
class Line:
    """One clock: whose it is, its bars and its days."""

    y: float
    who: str
    what: str
    bars: tuple[Bar, ...]
    pins: tuple[Pin, ...]

    @property
    def height(self) -> float:
        levels = 1 + max((pin.level for pin in self.pins), default=0)
        return ROW + (levels - 1) * LEVEL


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole frame. `told` says in words what the drawing shows."""

    height: float
    months: tuple[tuple[float, str], ...]
    now: float | None
    lines: tuple[Line, ...]
    told: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    since: date
    until: date
    kind: str


@dataclass(frozen=True, slots=True)
class _Clock:
    who: str
    what: str
    stretches: tuple[_Stretch, ...]
    days: tuple[tuple[date, str], ...]


def drawing_of(timeline: Timeline, *, on: date) -> Drawing | None:
    """The clocks that these facts make run; None when there is nothing to draw."""
    clocks = [
        clock
        for clock in (_completeness(timeline), _pieces(timeline, on), _answer(timeline, on))
        if clock.stretches
    ]
    clocks += [clock for clock in (_appeal(timeline),) if clock.stretches]
    if not clocks:
        return None
    days = [day for clock in clocks for each in clock.stretches for day in (each.since, each.until)]
    first, last = min(*days, timeline.course.filed_on), max(days)
    first, last = first - timedelta(days=4), last + timedelta(days=8)
    scale = (RIGHT - LEFT) / max((last - first).days, 1)

    def x(day: date) -> float:
        return round(LEFT + (day - first).days * scale, 1)

    lines: list[Line] = []
    for clock in clocks:
        y = lines[-1].y + lines[-1].height if lines else TOP
        bars = tuple(
            Bar(x(each.since), max(round(x(each.until) - x(each.since), 1), 2), each.kind)
            for each in clock.stretches
            if each.until >= each.since
        )
        pins = _levelled([Pin(x(day), text) for day, text in clock.days])
        lines.append(Line(y, clock.who, clock.what, bars, pins))
    return Drawing(
        height=lines[-1].y + lines[-1].height + FOOT,
        months=tuple((x(day), name) for day, name in _months(first, last)),
        now=x(on) if first <= on <= last else None,
        lines=tuple(lines),
        told=" ".join(_told(clock) for clock in clocks),
    )


def _completeness(timeline: Timeline) -> _Clock:
    """Planning: the month to ask for pieces."""
    last = timeline.course.completeness_last_day
    start = timeline.course.filed_on
    if last is None:
        return _Clock("", "", (), ())
    return _Clock(
        _("Pièces"),
        _("vérifiées"),
        (_Stretch(start, last, "run"),),
        (*_pieces_days(timeline), (last, _("{day} fin du mois").format(day=short_day(last)))),
    )


def _pieces_days(timeline: Timeline) -> tuple[tuple[date, str], ...]:
    words = {"pieces_asked": _("{day} demande"), "pieces_given": _("{day} reçues")}
    return tuple(
        (fact.at, words[fact.what].format(day=short_day(fact.at)))
        for fact in timeline.facts.events
        if fact.what in words
    )


def _pieces(timeline: Timeline, on: date) -> _Clock:
    """The resident's turn."""
    stretches, days = [], []
    for span in timeline.course.spans:
        until = span.until or timeline.course.pieces_limit or max(on, span.since)
        stretches.append(_Stretch(span.since, until, "more"))
        days.append((span.since, _("{day} demande").format(day=short_day(span.since))))
        if span.until:
            days.append((span.until, _("{day} reprise").format(day=short_day(span.until))))
    return _Clock(_("Usager"), _("son tour"), tuple(stretches), tuple(days))


def _answer(timeline: Timeline, on: date) -> _Clock:
    """The collectivity's turn: running, less what it stood."""
    course, clock = timeline.course, timeline.clock
    start = course.started_on
    end = timeline.tacit.last_day if timeline.tacit else clock.due_on
    decided = course.decided
    if start is None:
        return _Clock("", "", (), ())
    end = end or (decided.on if decided else max(on, start))
    stretches, since = [], start
    for span in course.spans:
        if span.since > since:
            stretches.append(_Stretch(since, min(span.since, end), "run"))
        until = min(span.until or course.pieces_limit or end, end)
        stretches.append(_Stretch(max(span.since, start), until, "rest"))
        since = max(since, until)
    if since < end:
        stretches.append(_Stretch(since, end, "run"))
    days = [(start, _("{day} départ").format(day=short_day(start)))]
    if timeline.tacit or clock.due_on:
        days.append((end, _("{day} dernier jour pour répondre").format(day=short_day(end))))
    if decided is not None:
        days.append((decided.on, _("{day} décision").format(day=short_day(decided.on))))
    return _Clock(_("Réponse"), _("de la collectivité"), tuple(stretches), tuple(days))


def _appeal(timeline: Timeline) -> _Clock:
    """The time to go to court."""
    appeal, since = timeline.appeal, timeline.notified_on
    if appeal is None and timeline.tacit is not None:
        appeal, since = timeline.tacit.appeal, timeline.tacit.born_on
    if appeal is None or since is None:
        return _Clock("", "", (), ())
    return _Clock(
        _("Recours"),
        _("de l’usager"),
        (_Stretch(since, appeal.last_day, "more"),),
        ((appeal.last_day, _("{day} dernier jour").format(day=short_day(appeal.last_day))),),
    )


def _told(clock: _Clock) -> str:
    words = ", ".join(text for _day, text in sorted(clock.days))
    return f"{clock.who} {clock.what} : {words}."


def _months(first: date, last: date) -> list[tuple[date, str]]:
    """The first days of months in between, thinned out when there are many."""
    found: list[tuple[date, str]] = []
    day = add_months(first.replace(day=1), 1)
    while day <= last:
        pattern = "MMM yyyy" if day.month == 1 or not found else "MMM"
        found.append((day, str(format_date(day, pattern, locale=current_language()))))
        day = add_months(day, 1)
    return found[:: max(1, -(-len(found) // MOST_MONTHS))]


def _levelled(pins: list[Pin]) -> tuple[Pin, ...]:
    """Each day's words on the first level where they meet no other's, the latest days first."""
    placed: list[Pin] = []
    for pin in sorted(pins, key=lambda each: (each.end, -each.x)):
        levels = [replace(pin, level=level) for level in range(len(pins))]
        free = (each for each in levels if not any(each.meets(other) for other in placed))
        placed.append(next(free, levels[-1]))
    return tuple(placed)
