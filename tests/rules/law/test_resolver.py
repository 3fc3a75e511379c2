"""What silence means for a request, and by which text (CRPA L231-1 to L231-6, décrets)."""

from datetime import date
from typing import Any

import pytest

from services.law.decrees import DECREES, listed
from services.law.errors import FactError
from services.law.periods import parse_delay
from services.law.regimes import (
    BY_PROCEDURE,
    _by_procedure,
    regime_for,
    regime_under,
    regimes,
)
from services.law.resolver import Request, resolve

ON = date(2026, 1, 10)

# Request, silence, delay, basis.
ROWS = [
    ({}, "acceptance", "P2M", "CRPA L231-1"),
    ({"individual": False}, "rejection", "P2M", "CRPA L231-4, 1°"),
    ({"governed_by_text": False}, "rejection", "P2M", "CRPA L231-4, 2°"),
    ({"complaint_or_appeal": True}, "rejection", "P2M", "CRPA L231-4, 2°"),
    ({"financial": True}, "rejection", "P2M", "CRPA L231-4, 3°"),
    ({"financial": True, "social_security": True}, "acceptance", "P2M", "CRPA L231-1"),
    ({"public_order": True}, "rejection", "P2M", "CRPA L231-4, 4°"),
    ({"from_agent": True}, "rejection", "P2M", "CRPA L231-4, 5°"),
    ({"is_request": False}, "none", None, "CRPA L112-11"),
    (
        {"opinion_required": True},
        "acceptance",
        "P4M",
        "CRPA L231-6 ; décret n° 2016-677 du 25 mai 2016",
    ),
    (
        {"matter": "public_domain"},
        "rejection",
        "P2M",
        "CRPA L231-4, 4° ; décret n° 2015-1459 du 10 novembre 2015",
    ),
    (
        {"matter": "road_permission"},
        "rejection",
        "P2M",
        "CRPA L231-4, 4° ; décret n° 2015-1459 du 10 novembre 2015",
    ),
    (
        {"matter": "communal_premises"},
        "rejection",
        "P2M",
        "CRPA L231-4, 4° ; décret n° 2015-1459 du 10 novembre 2015",
    ),
    (
        {"matter": "sewer_connection"},
        "rejection",
        "P2M",
        "CRPA L231-4, 4° ; décret n° 2015-1459 du 10 novembre 2015",
    ),
    (
        {"matter": "school_enrolment"},
        "acceptance",
        "P3M",
        "CRPA L231-6 ; décret n° 2015-1460 du 10 novembre 2015",
    ),
    (
        {"matter": "childminder"},
        "acceptance",
        "P3M",
        "CASF L421-6 ; décret n° 2015-1460 du 10 novembre 2015",
    ),
    (
        {"matter": "canteen"},
        "acceptance",
        "P2M",
        "CRPA L231-1 ; décret n° 2016-677 du 25 mai 2016",
    ),
    (
        {"matter": "good_administration"},
        "rejection",
        "P2M",
        "CRPA L231-5 ; décret n° 2015-1461 du 10 novembre 2015",
    ),
    (
        {"matter": "limited_capacity"},
        "rejection",
        "P2M",
        "CRPA L231-5 ; décret n° 2016-625 du 19 mai 2016",
    ),
    (
        {"matter": "limited_capacity", "opinion_required": True},
        "rejection",
        "P4M",
        "CRPA L231-5 ; décret n° 2016-625 du 19 mai 2016",
    ),
    ({"matter": "honours"}, "rejection", "P2M", "CRPA L231-5 ; décret n° 2016-625 du 19 mai 2016"),
    (
        {"matter": "municipal_media"},
        "rejection",
        "P2M",
        "CRPA L231-5 ; décret n° 2016-625 du 19 mai 2016",
    ),
    (
        {"matter": "works_or_services"},
        "rejection",
        "P2M",
        "CRPA L231-5 ; décret n° 2016-625 du 19 mai 2016",
    ),
    (
        {"matter": "canteen", "financial": True},
        "rejection",
        "P2M",
        "CRPA L231-4, 3°",
    ),
    (
        {"procedure": "commune/declaration-prealable", "financial": True},
        "acceptance",
        "P1M",
        "C. urb. R423-19, R423-23 (DP)",
    ),
    ({"procedure": "commune/inconnue"}, "acceptance", "P2M", "CRPA L231-1"),
]


@pytest.mark.parametrize(("fields", "silence", "delay", "basis"), ROWS)
def test_resolves(fields: dict[str, Any], silence: str, delay: str | None, basis: str) -> None:
    found = resolve(Request(**fields), on=ON)
    assert found.silence == silence
    assert found.delay == (None if delay is None else parse_delay(delay, anchor="filed")) or (
        found.delay is not None and delay == found.delay.iso
    )
    assert found.legal_basis == basis
    assert found.reason.fr
    assert found.reason.en
    assert "@" in found.rule_version


def test_a_matter_no_decree_lists_is_refused() -> None:
    with pytest.raises(FactError) as refused:
        resolve(Request(matter="licorne"), on=ON)
    message = "aucun décret en vigueur ne cite « licorne »"
    assert (refused.value.field, refused.value.message) == ("matter", message)


def test_a_decree_counts_from_its_day() -> None:
    assert listed("limited_capacity", on=date(2016, 5, 20)) is None
    assert listed("limited_capacity", on=date(2016, 5, 21)) is not None
    assert listed("public_domain", on=date(2015, 11, 11)) is None
    assert listed("public_domain", on=date(2015, 11, 12)) is not None
    assert listed("local_opinion", on=date(2016, 5, 31)) is None
    assert listed("local_opinion", on=date(2016, 6, 1)) is not None
    with pytest.raises(FactError):
        resolve(Request(matter="canteen"), on=date(2015, 11, 11))


@pytest.mark.parametrize(
    ("on", "delay", "decree"),
    [
        (date(2015, 11, 12), "P3M", "2015-1460"),
        (date(2016, 5, 31), "P3M", "2015-1460"),
        (date(2016, 6, 1), "P2M", "2016-677"),
    ],
)
def test_a_canteen_waits_two_months_since_june_2016(on: date, delay: str, decree: str) -> None:
    found = resolve(Request(matter="canteen"), on=on)
    assert found.silence == "acceptance"
    assert found.delay == parse_delay(delay)
    assert decree in found.legal_basis
    regime = regime_for("commune/cantine-periscolaire", on=on)
    assert regime.delay == parse_delay(delay, anchor="competent")
    assert decree in regime.basis


def test_every_row_is_dated_and_sourced() -> None:
    for row in DECREES:
        assert row.decree.source.startswith("https://"), row.matter
        assert row.in_force_from >= date(2015, 1, 1)
    for regime in regimes():
        assert regime.basis, regime.id
        assert regime.source.startswith("https://"), regime.id
        assert regime.confidence in ("V", "S", "K"), regime.id
        assert regime.title.fr
        assert regime.title.en
        assert (regime.delay is None) is (regime.silence == "none"), regime.id


def test_every_procedure_has_one_regime_a_day() -> None:
    for regime in regimes():
        day = min(regime.in_force_to or ON, ON)
        for procedure in regime.procedures:
            assert regime_for(procedure, on=day) is regime, procedure


def test_every_matter_of_a_decree_is_a_regime() -> None:
    names = [regime.id for regime in regimes()]
    assert len(names) == len(set(names))
    assert {row.matter.replace("_", "-") for row in DECREES} <= set(names)


def test_the_table_of_procedures_is_drawn_again_the_same() -> None:
    """It is drawn at import, where a mutant tried in a fork is not seen."""
    assert _by_procedure() == BY_PROCEDURE


def test_a_filing_before_its_regime_is_refused() -> None:
    with pytest.raises(FactError, match="aucun régime") as refused:
        regime_for("commune/cantine-periscolaire", on=date(2015, 11, 11))
    assert refused.value.field == "procedure"
    assert regime_for("commune/cantine-periscolaire", on=date(2016, 6, 1)).id == "canteen"
    with pytest.raises(
        FactError, match="démarche inconnue « commune/licorne » ; connues : "
    ) as refused:
        regime_for("commune/licorne", on=ON)
    assert "commune/acte-etat-civil, commune/attestation-accueil, " in refused.value.message


def test_a_case_keeps_its_values_and_the_domain_of_its_procedure() -> None:
    planning = regime_under(
        "commune/declaration-prealable", silence="acceptance", delay="P1M", article="R424-1"
    )
    assert (planning.domain, planning.nature, planning.article) == ("planning", "DP", "R424-1")
    apa = regime_under("departement/apa", silence="flat_rate", delay="P2M", article="R232-23")
    assert apa.receipt_delay == parse_delay("P10D", anchor="competent")
    own = regime_under("commune/licorne", silence="none", delay=None, article="CRPA")
    assert (own.domain, own.silence, own.delay) == ("general", "none", None)
    changed = regime_under(
        "epci/bac-composteur",
        silence="rejection",
        delay="P4M",
        article="décret n° 2016-625 du 19 mai 2016",
    )
    assert (changed.silence, changed.delay) == ("rejection", parse_delay("P4M"))
