"""The chain says where it breaks, and still holds when a payload is erased with its salt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit.chain import GENESIS, check, link_hash, payload_digest
from services.audit.contracts import Event, Head, Link
from services.foundation.actor import Actor

TENANT, CASE = UUID(int=1), UUID(int=2)
START = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)


def chain(length: int) -> tuple[list[Link], Head]:
    links: list[Link] = []
    previous = GENESIS
    for seq in range(1, length + 1):
        event = Event(
            seq,
            "act",
            START + timedelta(days=seq),
            Actor("agent", UUID(int=9), "instructor"),
            "filed",
            "in_review",
            {"what": "filed", "n": seq},
            {"note": f"{seq}"},
        )
        salt = bytes([seq % 251]) * 16
        digest = payload_digest(salt, event.payload)
        hashed = link_hash(previous, tenant_id=TENANT, case_id=CASE, event=event, digest=digest)
        links.append(Link(TENANT, CASE, event, salt, digest, previous, hashed))
        previous = hashed
    return links, Head(previous, length)


def reason(links: list[Link], head: Head) -> tuple[int | None, str] | None:
    broken = check(links, tenant_id=TENANT, case_id=CASE, head=head)
    return (broken.seq, broken.reason) if broken else None


class TestAWholeChain:
    @given(st.integers(min_value=1, max_value=30))
    def test_holds(self, length: int) -> None:
        assert reason(*chain(length)) is None

    def test_holds_after_erasure_of_payload_and_salt(self) -> None:
        links, head = chain(5)
        erased = [
            replace(link, salt=None, event=replace(link.event, payload=None)) for link in links
        ]
        assert reason(erased, head) is None


class TestABrokenChain:
    @given(st.integers(min_value=1, max_value=8), st.integers(min_value=0, max_value=7))
    def test_names_the_first_link_whose_payload_changed(self, length: int, at: int) -> None:
        links, head = chain(length)
        at %= length
        links[at] = replace(
            links[at], event=replace(links[at].event, payload={"note": "something else"})
        )
        assert reason(links, head) == (at + 1, "payload changed")

    @pytest.mark.parametrize(
        "change",
        [
            {"kind": "other"},
            {"at": START},
            {"fact": {"what": "filed", "n": 99}},
            {"to_state": "decided"},
            {"actor": Actor("agent", UUID(int=8), "instructor")},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_names_the_link_whose_header_changed(self, change: dict[str, object]) -> None:
        links, head = chain(4)
        links[2] = replace(links[2], event=replace(links[2].event, **change))  # type: ignore[arg-type]
        assert reason(links, head) == (3, "header changed")

    def test_says_that_a_tail_was_cut(self) -> None:
        links, head = chain(6)
        assert reason(links[:4], head) == (5, "cut tail")

    def test_says_that_a_link_is_missing(self) -> None:
        links, head = chain(6)
        assert reason(links[:2] + links[3:], head) == (3, "missing link")

    def test_says_that_the_head_was_moved(self) -> None:
        links, head = chain(3)
        assert reason(links, replace(head, length=2)) == (3, "head does not match")

    def test_refuses_a_payload_put_back_without_its_salt(self) -> None:
        links, head = chain(3)
        links[1] = replace(links[1], salt=None)
        assert reason(links, head) == (2, "payload without its salt")
