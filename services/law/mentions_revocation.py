"""What the letter of a revocation must say, beside what every decision against somebody says."""

from collections.abc import Collection
from datetime import date

from services.law.contracts import Timeline
from services.law.mentions import Mention, Service
from services.law.mentions_letters import Author, decision_mentions
from services.law.motivation import duty_to_hear
from services.law.revocation import REVOCATION
from services.law.words import sentence


def revocation_mentions(
    timeline: Timeline,
    *,
    decided_on: date,
    granted_on: date,
    until: date,
    invited_on: date,
    author: Author,
    service: Service,
    reasons_in_law: Collection[str],
    reasons_in_fact: Collection[str],
) -> tuple[Mention, ...]:
    """The grant and how long it could be revoked (CRPA L242-1, C. urb. L424-5), its holder heard
    (L121-1, L122-1), then author, reasons and appeal as for a refusal."""
    planning = timeline.facts.regime.planning
    heard = duty_to_hear("revocation")
    assert heard is not None
    revoked = sentence(
        "L’accord qui vous a été notifié le {granted} est illégal : il est retiré. La loi le permet"
        " jusqu’au {until} inclus.",
        "The grant notified to you on {granted} is unlawful: it is revoked. The law allows it until"
        " {until} included.",
        granted=granted_on,
        until=until,
    )
    invited = sentence(
        "Avant cette décision, vous avez été mis à même de présenter des observations : une"
        " invitation vous a été faite le {day}.",
        "Before this decision you were given the occasion to make observations: you were invited"
        " to on {day}.",
        day=invited_on,
    )
    return (
        Mention("revoked", REVOCATION[planning], revoked),
        Mention("heard", heard.article, invited),
        *decision_mentions(
            timeline,
            decision="refusal",
            decided_on=decided_on,
            author=author,
            service=service,
            reasons_in_law=reasons_in_law,
            reasons_in_fact=reasons_in_fact,
        ),
    )
