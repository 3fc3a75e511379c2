"""The calculator's form: the facts of a case, put in an address, give that case's dates again."""

from datetime import date
from itertools import combinations
from urllib.parse import parse_qs

import pytest

from services.law.reading import read_facts
from services.law.timeline import timeline
from services.web.backoffice.delays_drawing import LEFT, RIGHT, WIDTH, drawing_of
from services.web.backoffice.delays_form import asked_from, query_of, read

ON = date(2026, 12, 20)
CASES = {
    "a request suspended": {
        "procedure": "commune/occupation-domaine-public",
        "events": [
            {"at": "2026-09-03", "what": "filed"},
            {"at": "2026-09-08", "what": "receipt_sent"},
            {"at": "2026-09-12", "what": "pieces_asked", "limit": "2026-10-12"},
            {"at": "2026-09-18", "what": "pieces_given"},
            {"at": "2026-10-20", "what": "decision_notified", "decision": "refusal"},
        ],
    },
    "a declaration whose delay is longer": {
        "procedure": "commune/declaration-prealable",
        "events": [
            {"at": "2026-11-03", "what": "filed"},
            {"at": "2026-11-12", "what": "pieces_asked", "received_on": "2026-11-13"},
            {"at": "2026-11-18", "what": "pieces_given"},
            {"at": "2026-11-20", "what": "delay_extended", "months": 1},
        ],
    },
    "a declaration asked for pieces every few days": {
        "procedure": "commune/declaration-prealable",
        "events": [
            {"at": "2026-11-03", "what": "filed"},
            {"at": "2026-11-06", "what": "pieces_asked"},
            {"at": "2026-11-10", "what": "pieces_given", "partial": True},
            {"at": "2026-11-12", "what": "pieces_asked"},
            {"at": "2026-11-30", "what": "pieces_given"},
            {"at": "2026-12-18", "what": "decision_notified", "decision": "grant"},
        ],
    },
    "a silence whose reasons reached somebody abroad": {
        "procedure": "commune/occupation-domaine-public",
        "events": [
            {"at": "2026-07-03", "what": "filed", "residence": "abroad"},
            {"at": "2026-10-01", "what": "reasons_asked"},
            {"at": "2026-10-20", "what": "reasons_given", "received_on": "2026-10-23"},
        ],
    },
    "a paper misdirected": {
        "regime": {"silence": "acceptance", "delay": "P1M10D"},
        "calendar": "alsace-moselle",
        "events": [
            {"at": "2026-09-03", "what": "filed", "competent": False, "channel": "paper"},
            {"at": "2026-09-10", "what": "handed_over"},
            {"at": "2026-09-12", "what": "pieces_asked", "indispensable": False},
        ],
    },
}


@pytest.mark.parametrize("document", CASES.values(), ids=CASES.keys())
class TestAnAddress:
    def test_gives_the_same_dates_again(self, document: dict[str, object]) -> None:
        facts = read_facts(document)
        asked = asked_from(parse_qs(query_of(facts)), calendar="metropole", more=False)
        again = read(asked, today=ON)
        assert again.errors == {}
        assert again.told is not None
        told = timeline(facts, on=ON)
        assert (again.told.tacit, again.told.clock) == (told.tacit, told.clock)
        assert again.told.appeal == told.appeal

    def test_is_drawn_within_its_frame(self, document: dict[str, object]) -> None:
        drawing = drawing_of(timeline(read_facts(document), on=ON), on=ON)
        assert drawing is not None
        for line in drawing.lines:
            for bar in line.bars:
                assert LEFT <= bar.x <= bar.x + bar.width <= RIGHT + 2
            assert all(pin.begins >= 0 and pin.ends <= WIDTH for pin in line.pins)
            assert not [pair for pair in combinations(line.pins, 2) if pair[0].meets(pair[1])]
        assert drawing.told


class TestTheForm:
    def test_always_leaves_room_for_one_more_fact(self) -> None:
        query = {f"what{n}": ["pieces_asked"] for n in range(6)}
        rows = asked_from(query, calendar="metropole", more=False).rows
        assert rows[-1].blank
        assert len(asked_from(query, calendar="metropole", more=True).rows) == len(rows) + 1

    def test_takes_no_more_rows_than_it_has(self) -> None:
        query = {f"what{n}": ["pieces_asked"] for n in range(100)}
        assert len(asked_from(query, calendar="metropole", more=True).rows) == 24
