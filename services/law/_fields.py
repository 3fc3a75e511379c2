"""The fields of a fact: their kind, the facts they mean something for, what they say."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from services.law.contracts import Channel, Decision, Residence, What

Kind = Literal["date", "bool", "text", "months", "choice"]
WHATS: tuple[str, ...] = get_args(What)
REQUESTS = ("pieces_asked", "original_asked", "opinion_asked")
PLANNING_FIELDS = ("in_code", "environmental_assessment", "exception")
SENDINGS = ("decision_notified", "made_available", "sent")


class FieldOfFact(NamedTuple):
    """One optional field."""

    kind: Kind
    of: tuple[str, ...]
    description: str
    choices: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


FIELDS: Mapping[str, FieldOfFact] = MappingProxyType(
    {
        "competent": FieldOfFact(
            "bool", ("filed", "handed_over"), "false when the body seized is not competent"
        ),
        "channel": FieldOfFact(
            "choice", ("filed",), "how it was filed; electronic by default", get_args(Channel)
        ),
        "limit": FieldOfFact("date", ("pieces_asked",), "the last day to produce the pieces"),
        "indispensable": FieldOfFact(
            "bool", ("pieces_asked",), "true by default; false never suspends nor restarts"
        ),
        "in_code": FieldOfFact(
            "bool", ("pieces_asked",), "planning: whether the code lists the piece; true by default"
        ),
        "received_on": FieldOfFact(
            "date", (*REQUESTS, "reasons_given"), "when it reached the person; `at` by default"
        ),
        "partial": FieldOfFact("bool", ("pieces_given",), "true when something is still missing"),
        "sense": FieldOfFact(
            "text", ("opinion_received",), "favourable, conditional, unfavourable"
        ),
        "service": FieldOfFact(
            "text", ("opinion_asked", "opinion_received"), "the service consulted (ABF, SDIS…)"
        ),
        "months": FieldOfFact(
            "months", ("delay_extended",), "months added", required=("delay_extended",)
        ),
        "article": FieldOfFact("text", ("delay_extended",), "the article that allows it"),
        "notified_on": FieldOfFact(
            "date", ("delay_extended",), "when it reached the person; `at` by default"
        ),
        "decided_on": FieldOfFact(
            "date", ("decision_notified",), "when the decision was taken; `at` by default"
        ),
        "decision": FieldOfFact(
            "choice",
            (*SENDINGS, "appealed"),
            "what is decided",
            get_args(Decision),
            ("decision_notified",),
        ),
        "residence": FieldOfFact(
            "choice", WHATS, "where the person lives; metropole by default", get_args(Residence)
        ),
        "consent": FieldOfFact(
            "bool",
            ("made_available", "sent", "filed"),
            "prior express consent to electronic notification; true by default",
        ),
        "by": FieldOfFact("choice", SENDINGS, "the way taken", ("post", "electronic", "hand")),
        "kind": FieldOfFact(
            "choice",
            ("receipt_sent", "appealed"),
            "which receipt, or which appeal",
            ("receipt", "registration", "gracious", "hierarchical", "contentious"),
        ),
        "mentions_complete": FieldOfFact(
            "bool",
            ("receipt_sent", "decision_notified"),
            "false when a mandatory mention is missing",
        ),
        "environmental_assessment": FieldOfFact(
            "bool", ("filed",), "planning: the project is assessed (R424-2-1)"
        ),
        "exception": FieldOfFact(
            "text", ("filed",), "planning: the article by which silence rejects (R424-2)"
        ),
    }
)
