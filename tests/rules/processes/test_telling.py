"""What the resident is told of her request."""

from datetime import UTC, datetime

from services.processes.catalogue import load_processes
from services.processes.contracts import Past
from services.processes.telling import public_timeline

PERMIT = load_processes()["permit"]


def day(number: int) -> datetime:
    return datetime(2026, 3, number, 10, 0, tzinfo=UTC)


def test_the_story_is_hers() -> None:
    """She reads what was done with her request, not who took it from whom or their notes."""
    acts = [
        Past("submit", None, "filed", day(1)),
        Past("claim", "filed", "in_review", day(2)),
        Past("add_note", "in_review", "in_review", day(2)),
        Past("claim", "in_review", "in_review", day(3)),
        Past("request_pieces", "in_review", "waiting_for_pieces", day(4)),
        Past("give_pieces", "waiting_for_pieces", "waiting_for_pieces", day(5)),
        Past("give_pieces", "waiting_for_pieces", "in_review", day(6)),
        Past("propose", "in_review", "proposed", day(7)),
        Past("sign", "proposed", "decided_granted", day(8)),
    ]
    assert [(step.at.day, step.told.fr) for step in public_timeline(PERMIT, acts)] == [
        (1, "Vous avez déposé votre demande."),
        (2, "L’examen de votre demande a commencé."),
        (4, "Nous vous avons demandé des pièces."),
        (5, "Nous avons reçu une partie des pièces demandées."),
        (6, "Nous avons reçu vos pièces."),
        (8, "La décision est prise."),
    ]


def test_silence_is_told_by_its_effect() -> None:
    accepted = Past("record_silence", "in_review", "tacitly_granted", day(9))
    rejected = Past("record_silence", "in_review", "tacitly_refused", day(9))
    told = [step.told.en for step in public_timeline(PERMIT, [accepted, rejected])]
    assert told[0].startswith("Your request is accepted")
    assert told[1].endswith("which means a refusal.")


def test_each_line_says_where_it_led() -> None:
    (line,) = public_timeline(PERMIT, [Past("submit", None, "filed", day(1))])
    assert (line.state.fr, line.next_actor) == ("Demande reçue", "collectivity")


def test_what_another_version_did_is_left_out() -> None:
    assert public_timeline(PERMIT, [Past("dance", "filed", "filed", day(1))]) == ()
