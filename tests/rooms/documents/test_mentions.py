"""What the law words and what the templates print are the same mentions, under the same names."""

from dataclasses import replace
from datetime import date

import pytest

from services.documents._mentions import MENTIONS
from services.documents.contracts import LetterContent, LetterKind
from services.documents.rendering import render_letter
from services.law.contracts import Timeline
from services.law.mentions import (
    Mention,
    PlanningFile,
    Service,
    receipt_mentions,
    registration_receipt_mentions,
)
from services.law.mentions_letters import (
    Algorithm,
    Author,
    decision_mentions,
    delay_extension_mentions,
    hand_over_mentions,
    pieces_request_mentions,
    tacit_certificate_mentions,
)
from services.law.mentions_notices import reasons_mentions
from services.law.mentions_revocation import revocation_mentions
from services.law.reading import read_facts
from services.law.timeline import timeline
from tests.rooms.documents.letters import DECISION, PIECES, PLAIN, REASONS, REVOCATION

SERVICE = Service(
    "Service Domaine public",
    "domaine-public@gien.example",
    "1 place de l'Exemple",
    "02 61 91 45 12",
)
AUTHOR = Author("Claire", "Roux", "adjointe au maire", "service Domaine public")
FILED = {"at": "2026-11-03", "what": "filed"}
ASKED = {"at": "2026-11-20", "what": "pieces_asked", "limit": "2026-12-20"}


def lived(silence: str, *events: dict[str, object]) -> Timeline:
    facts = read_facts(
        {
            "regime": {"silence": silence, "delay": "P2M"},
            "calendar": "metropole",
            "events": [FILED, *events],
        }
    )
    return timeline(facts)


def receipt(silence: str) -> tuple[Mention, ...]:
    return receipt_mentions(
        lived(silence),
        service=SERVICE,
        missing_pieces=("Plan côté",),
        planning=PlanningFile("DP 045155 26 A0087", "DP"),
    )


LETTERS: list[tuple[LetterKind, tuple[Mention, ...], LetterContent]] = [
    *(("receipt", receipt(each), PLAIN) for each in ("acceptance", "rejection", "none")),
    ("registration_receipt", registration_receipt_mentions(lived("rejection")), PLAIN),
    *(
        (
            "pieces_request",
            pieces_request_mentions(lived(each, ASKED), pieces=("Plan côté",), service=SERVICE),
            PIECES,
        )
        for each in ("acceptance", "rejection")
    ),
    (
        "delay_extension",
        delay_extension_mentions(
            timeline(
                read_facts(
                    {
                        "procedure": "commune/declaration-prealable",
                        "calendar": "metropole",
                        "events": [
                            {"at": "2026-01-21", "what": "filed"},
                            {
                                "at": "2026-02-15",
                                "what": "delay_extended",
                                "months": 1,
                                "article": "R423-24",
                            },
                        ],
                    }
                )
            ),
            reasons="Abords d’un monument historique.",
            service=SERVICE,
        ),
        PLAIN,
    ),
    (
        "decision",
        decision_mentions(
            lived("rejection"),
            decision="refusal",
            decided_on=date(2026, 12, 1),
            author=AUTHOR,
            service=SERVICE,
            reasons_in_law=("L'arrêté.",),
            reasons_in_fact=("Le passage.",),
            algorithm=Algorithm("calcul du tarif", "regie@gien.example"),
        ),
        DECISION,
    ),
    (
        "decision",
        decision_mentions(
            lived("acceptance", ASKED | {"indispensable": False}),
            decision="grant",
            decided_on=date(2026, 12, 1),
            author=AUTHOR,
            service=SERVICE,
        ),
        replace(PLAIN, outcome="grant"),
    ),
    *(
        (
            "tacit_certificate",
            tacit_certificate_mentions(lived(each), on=date(2027, 2, 1), service=SERVICE),
            replace(PLAIN, outcome="grant"),
        )
        for each in ("acceptance", "rejection")
    ),
    (
        "reasons",
        reasons_mentions(lived("rejection"), reasons="Le passage.", service=SERVICE),
        REASONS,
    ),
    (
        "revocation",
        revocation_mentions(
            lived("rejection"),
            decided_on=date(2026, 12, 1),
            granted_on=date(2026, 11, 3),
            until=date(2027, 3, 3),
            invited_on=date(2026, 11, 9),
            author=AUTHOR,
            service=SERVICE,
            reasons_in_law=("L'arrêté.",),
            reasons_in_fact=("Le passage.",),
        ),
        REVOCATION,
    ),
    (
        "handed_over",
        hand_over_mentions(
            lived("acceptance", {"at": "2026-11-09", "what": "handed_over"}),
            to=Service("Département du Loiret", phone="02 38 25 45 45"),
            handed_on=date(2026, 11, 9),
        ),
        PLAIN,
    ),
]


@pytest.mark.parametrize(("kind", "mentions", "content"), LETTERS)
class TestTheMentionsOfTheLaw:
    def test_are_all_declared(
        self, kind: LetterKind, mentions: tuple[Mention, ...], content: LetterContent
    ) -> None:
        names = {mention.id for mention in mentions}

        assert names <= MENTIONS[kind].all
        assert MENTIONS[kind].always <= names

    def test_are_all_drawn(
        self, kind: LetterKind, mentions: tuple[Mention, ...], content: LetterContent
    ) -> None:
        html = render_letter(kind, replace(content, mentions=mentions)).html

        for mention in mentions:
            assert mention.article in html.replace("\N{NO-BREAK SPACE}", " ").replace(
                "\N{NARROW NO-BREAK SPACE}", " "
            )
