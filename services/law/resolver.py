"""What silence means for a request that no special text governs, and why (CRPA L231-1 to L231-6).

The order of §2.2: the catalogue's own entry, the five exceptions of L231-4, the décrets that
reject, the décret that sets another delay, the general rule.
"""

from dataclasses import dataclass
from datetime import date

from services.law.contracts import Regime, Silence, Text
from services.law.decrees import Listed, listed
from services.law.errors import FactError
from services.law.periods import Delay
from services.law.regimes import BY_PROCEDURE, regime_for

TWO_MONTHS = Delay(months=2)


@dataclass(frozen=True, slots=True)
class Request:
    """What must be known of a request to say what silence means. `matter`: see `decrees`."""

    procedure: str | None = None
    is_request: bool = True
    individual: bool = True
    governed_by_text: bool = True
    complaint_or_appeal: bool = False
    financial: bool = False
    social_security: bool = False
    public_order: bool = False
    from_agent: bool = False
    matter: str | None = None
    opinion_required: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """What silence means, after which delay, by which text and under which version of the rules."""

    silence: Silence
    delay: Delay | None
    legal_basis: str
    reason: Text
    rule_version: str


def resolve(request: Request, *, on: date) -> Resolution:
    """The regime of a request filed on that day.

    Raises FactError on `matter` when no décret in force lists it.
    """
    if request.procedure is not None and request.procedure in BY_PROCEDURE:
        return _of_catalogue(regime_for(request.procedure, on=on))
    if not request.is_request:
        return _resolution("none", None, "CRPA L112-11", *_NOT_A_REQUEST)
    for applies, article, reasons in _exceptions(request):
        if applies:
            return _resolution("rejection", TWO_MONTHS, article, *reasons)
    if request.matter is not None:
        row = listed(request.matter, on=on)
        if row is None:
            raise FactError("matter", f"aucun décret en vigueur ne cite « {request.matter} »")
        return _of_decree(row, opinion=request.opinion_required)
    if request.opinion_required:
        row = listed("local_opinion", on=on)
        if row is not None:
            return _of_decree(row, opinion=True)
    return _resolution("acceptance", TWO_MONTHS, "CRPA L231-1", *_GENERAL)


def _of_catalogue(regime: Regime) -> Resolution:
    text = Text(
        f"Le catalogue fixe ce régime : {regime.basis}.",
        f"The catalogue sets this regime: {regime.basis}.",
    )
    since = regime.in_force_from.isoformat() if regime.in_force_from else "origine"
    return Resolution(regime.silence, regime.delay, regime.basis, text, f"{regime.id}@{since}")


def _of_decree(row: Listed, *, opinion: bool) -> Resolution:
    delay = row.with_opinion if opinion and row.with_opinion is not None else row.delay
    text = Text(f"{row.title.fr} : {row.decree.name}.", f"{row.title.en}: {row.decree.name}.")
    version = f"{row.matter}@{row.in_force_from.isoformat()}"
    return Resolution(row.effect, delay, f"{row.article} ; {row.decree.name}", text, version)


def _resolution(
    silence: Silence, delay: Delay | None, article: str, french: str, english: str
) -> Resolution:
    version = f"{article.replace('CRPA ', '')}@2015-11-12"
    return Resolution(silence, delay, article, Text(french, english), version)


_Reasons = tuple[str, str]
_GENERAL: _Reasons = (
    "Cas général : le silence gardé deux mois vaut acceptation.",
    "General case: two months of silence mean acceptance.",
)
_NOT_A_REQUEST: _Reasons = (
    "Ce n’est pas une demande : le silence ne vaut rien, mais l’envoi donne lieu à accusé.",
    "This is not a request: silence means nothing, yet the sending is acknowledged.",
)


def _exceptions(request: Request) -> tuple[tuple[bool, str, _Reasons], ...]:
    """The five cases of L231-4, in its order."""
    return (
        (
            not request.individual,
            "CRPA L231-4, 1°",
            (
                "La demande ne tend pas à une décision individuelle.",
                "The request is not for an individual decision.",
            ),
        ),
        (
            not request.governed_by_text or request.complaint_or_appeal,
            "CRPA L231-4, 2°",
            (
                "La demande ne suit pas une procédure prévue par un texte, ou c’est une"
                " réclamation ou un recours.",
                "The request follows no procedure set by a text, or is a complaint or an appeal.",
            ),
        ),
        (
            request.financial and not request.social_security,
            "CRPA L231-4, 3°",
            ("La demande a un caractère financier.", "The request is of a financial nature."),
        ),
        (
            request.public_order,
            "CRPA L231-4, 4°",
            (
                "Une acceptation tacite serait contraire à l’ordre public, aux libertés ou aux"
                " engagements internationaux.",
                "A tacit acceptance would be contrary to public order, freedoms or international"
                " commitments.",
            ),
        ),
        (
            request.from_agent,
            "CRPA L231-4, 5°",
            (
                "La demande vient d’un agent de l’administration.",
                "The request comes from an agent of the administration.",
            ),
        ),
    )
