"""Which mentions each kind of letter must be able to print.

`always` must be in every letter of the kind; `sometimes` where the case calls for it (the
certificate only under a silence that accepts…). A template that cannot print one of either does
not load.
"""

from dataclasses import dataclass

from services.documents.contracts import LetterKind


@dataclass(frozen=True, slots=True)
class Declared:
    always: frozenset[str]
    sometimes: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        return self.always | self.sometimes


MENTIONS: dict[LetterKind, Declared] = {
    # R112-11-1: 1° the date; 2° the service and how to reach it; then, for a request, what silence
    # means, from which day, and either the certificate (L232-3) or the ways of appeal.
    "receipt": Declared(
        frozenset({"received_on", "service"}),
        frozenset(
            {"silence", "silence_date", "certificate_right", "appeal", "incomplete", "planning"}
        ),
    ),
    # R112-11-2: the date of reception, at once.
    "registration_receipt": Declared(frozenset({"received_on"}), frozenset({"receipt_due"})),
    # R112-11-4: what is missing, by when, and what L114-5 makes of the delay.
    "pieces_request": Declared(
        frozenset({"missing_pieces", "pieces_limit"}),
        frozenset({"pieces_effect", "silence_date", "no_effect", "service"}),
    ),
    # C. urb. R423-42, R423-43: the ground, the reasons, the date from which silence decides.
    "delay_extension": Declared(
        frozenset({"extension", "extension_reasons"}), frozenset({"silence_date", "service"})
    ),
    # L212-1 (author), L211-2 and L211-5 (reasons), R421-5 CJA (appeal).
    "decision": Declared(
        frozenset({"author"}),
        frozenset({"reasons", "appeal", "conditional", "algorithm", "third_parties"}),
    ),
    # L232-3 and, for planning, R424-13.
    "tacit_certificate": Declared(
        frozenset({"request_received", "tacit_decision", "certificate_basis"}),
        frozenset({"revocation", "appeal", "third_parties"}),
    ),
    # L114-2: the person is told to whom her request went.
    "handed_over": Declared(frozenset({"handed_to"}), frozenset({"clock", "service"})),
    # L232-4: the reasons of a tacit rejection, in law and in fact (L211-5), and the appeal that
    # they keep open.
    "reasons": Declared(frozenset({"reasons", "appeal", "service"})),
    # L242-1: which grant, and until when it could be revoked; L121-1 and L122-1: its holder heard;
    # then what every decision against somebody bears.
    "revocation": Declared(frozenset({"revoked", "heard", "author", "reasons", "appeal"})),
    # L114-2: to the authority itself, which is told the request whole.
    "transmission": Declared(frozenset()),
}

TITLES: dict[LetterKind, str] = {
    "receipt": "Accusé de réception électronique",
    "registration_receipt": "Accusé d’enregistrement électronique",
    "pieces_request": "Demande de pièces",
    "delay_extension": "Délai d’instruction allongé",
    "decision": "Décision",
    "tacit_certificate": "Attestation de décision tacite",
    "handed_over": "Transmission de votre demande",
    "reasons": "Motifs du refus tacite",
    "revocation": "Retrait de l’accord",
    "transmission": "Transmission à l’autorité compétente",
}
