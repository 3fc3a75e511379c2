"""The procedures that we ship: what the law and good manners want of each."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from services.forms.checking import asked_pieces, check_all, check_page, silence_of
from services.forms.contracts import Procedure
from services.forms.fields.base import Field
from services.forms.loading import load_catalogue
from services.forms.options import resolve_options
from services.foundation.settings import ROOT
from services.law.quotas import QUOTAS, Opener
from tests.rules.forms.small import MARIE, communes

CATALOGUE = load_catalogue(ROOT / "forms")
EACH = pytest.mark.parametrize("procedure", CATALOGUE.values(), ids=CATALOGUE)
TODAY = date(2026, 11, 22)
RECORD, SPACE = "commune/acte-etat-civil", "commune/occupation-domaine-public"
DECLARATION, HOUSE = "commune/declaration-prealable", "commune/permis-construire-maison"
DRINKS = "commune/debit-boissons-temporaire"
BINS, ROAD = "epci/bac-composteur", "departement/permission-voirie"
PLAN = ["11111111-1111-4111-8111-111111111111"]
GIEN = {"insee": "45155", "name": "Gien"}


def texts(value: object, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Every text of a definition, in both languages, with where it stands."""
    if isinstance(value, dict):
        if value.keys() == {"fr", "en"}:
            yield path, value["fr"], value["en"]
        for key, item in value.items():
            yield from texts(item, f"{path}.{key}")
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from texts(item, f"{path}[{number}]")


TERRACE = {
    "requester": {**MARIE, "phone": "+33639981234"},
    "acts_for": "company",
    "organisation": "Café de la Place",
    "siret": "35600000000048",
    "commune": GIEN,
    "street": "12 rue Gambetta",
    "surface_kinds": ["pavement"],
    "built_up": True,
    "clear_passage": 1.6,
    "usage": "terrace",
    "starts_on": "2027-04-01",
    "ends_on": "2027-09-30",
    "hours": "opening",
    "length": 6.5,
    "width": 1.2,
    "structures": [{"item": "table", "number": 12}],
    "traffic": "none",
    "plan": PLAN,
}
CROSSING = {
    "requester": {**MARIE, "phone": "+33639981234"},
    "acts_for": "company",
    "organisation": "Terrassements du Giennois",
    "siret": "35600000000048",
    "commune": GIEN,
    "road": "D 952",
    "side": "both",
    "street": "Lieu-dit les Grandes Vignes",
    "built_up": False,
    "work": "network",
    "networks": [
        {"network_kind": "water", "network_length": 12.5, "crossing": "bored"},
        {"network_kind": "telecom", "network_length": 30.0, "crossing": "none"},
    ],
    "digging": True,
    "starts_on": "2027-03-01",
    "duration_days": 10,
    "traffic": "alternating",
    "description": "Tranchée de 60 cm, remblai en grave.",
}
COMPOSTER = {
    "requester": MARIE,
    "commune": GIEN,
    "same_address": True,
    "dwelling": "house",
    "people": 4,
    "equipment": "composter",
    "composter": "wood",
    "garden": True,
    "delivery": ["saturday"],
}
PLAIN_EXTRACT = {
    "requester": MARIE,
    "act": "birth",
    "nature": "plain",
    "copies": 1,
    "family_name": "Martin",
    "given_names": "Marie",
    "event_on": "1990-01-01",
    "place": GIEN,
}
EXTENSION = {
    "requester": MARIE,
    "quality": "owner",
    "commune": GIEN,
    "street": "14 rue des Tanneurs",
    "parcels": [{"parcel": "AB 123", "area": 640}, {"parcel": "AB 124", "area": 80}],
    "subdivision": False,
    "protected": ["monument"],
    "works": ["extension"],
    "description": "Extension de 18 m² sur le jardin.",
    "creates_volume": True,
    "footprint": 18.5,
    "floor_before": 96.0,
    "floor_created": 16.0,
    "height": 3.2,
    "ground_changes": False,
    "visible": True,
    "trees": False,
    "environmental_assessment": False,
}
NEW_HOUSE = {
    "requester": MARIE,
    "quality": "owner",
    "commune": GIEN,
    "street": "Lieu-dit les Grandes Vignes",
    "parcels": [{"parcel": "ZC 48", "area": 1250}],
    "subdivision": True,
    "nature": "new",
    "description": "Maison de plain-pied.",
    "main_home": True,
    "rooms": 4,
    "storeys": 1,
    "floor_before": 0.0,
    "floor_created": 112.0,
    "footprint": 138.0,
    "height": 5.4,
    "materials": "Enduit ton pierre, tuile plate.",
    "parking": 2,
    "environmental_assessment": False,
    "access": "departmental",
    "water": True,
    "sewage": "individual",
}
FETE = {
    "requester": {**MARIE, "phone": "+33639981234"},
    "quality": "president",
    "organisation": "Comité des fêtes du Val",
    "rna": "W452001234",
    "opener": "association",
    "event_name": "Fête de la Saint-Jean",
    "commune": GIEN,
    "street": "Salle des fêtes, 3 rue du Port",
    "sports_facility": False,
    "starts_on": "2027-06-26",
    "starts_at": "18:30",
    "ends_on": "2027-06-27",
    "ends_at": "02:00",
    "groups": ["group_1", "group_3"],
}
FILED = {
    SPACE: TERRACE,
    ROAD: CROSSING,
    BINS: COMPOSTER,
    RECORD: PLAIN_EXTRACT,
    DECLARATION: EXTENSION,
    HOUSE: NEW_HOUSE,
    DRINKS: FETE,
}


@EACH
class TestEveryProcedure:
    def test_is_complete_in_both_languages(self, procedure: Procedure) -> None:
        for path, french, english in texts(procedure.definition):
            assert french.strip(), path
            assert english.strip(), path
            if len(french) > 25:
                assert french != english, path

    def test_is_written_with_french_typography(self, procedure: Procedure) -> None:
        for path, french, _ in texts(procedure.definition):
            assert "'" not in french, f"{path}: a straight apostrophe"
            assert not re.search(r"\w[?!;:](\s|$)", french), f"{path}: no space before a mark"

    def test_blames_nobody_and_says_what_to_do(self, procedure: Procedure) -> None:
        blame = re.compile(r"\b(invalide|incorrecte?|erron|obligatoire|vous devez|cliquez)")
        for path, french, _ in texts(procedure.definition):
            assert not blame.search(french.lower()), path

    def test_says_by_what_right_and_what_silence_means(self, procedure: Procedure) -> None:
        assert procedure.legal_basis
        assert all(re.search(r"\d", text.text) for text in procedure.legal_basis)
        assert re.search(r"\d", procedure.silence.article)
        assert procedure.retention.months > 0

    def test_identifies_who_files_on_its_first_page(self, procedure: Procedure) -> None:
        """CRPA R112-9-1: name, first name, postal address, e-mail address."""
        first = procedure.pages[0]
        assert first.title.fr == "Vous"
        assert first.fields[0].id == procedure.requester
        assert first.fields[0].prefill == "identity"

    def test_asks_for_no_number_of_an_identity_document(self, procedure: Procedure) -> None:
        for field in procedure.questions():
            asked = field.label.fr.lower()
            assert not re.search(r"num[ée]ro de (carte|passeport|pi[èe]ce|s[ée]curit[ée])", asked)

    def test_passes_when_it_is_filled_in(self, procedure: Procedure) -> None:
        options = resolve_options(procedure, {})
        result = check_all(procedure, FILED[procedure.id], options, "fr", today=TODAY)
        assert result.errors == {}

    def test_says_something_for_every_empty_answer(self, procedure: Procedure) -> None:
        options = resolve_options(procedure, {})
        for page in procedure.pages:
            for language in ("fr", "en"):
                found = check_page(
                    procedure, page.id, {}, {}, options,
                    language=language, today=TODAY, communes=communes,
                )  # fmt: skip
                assert all(len(sentence) > 8 for sentence in found.errors.values())

    def test_lets_a_piece_follow(self, procedure: Procedure) -> None:
        """A request is received without its pieces: they are asked for after (CRPA L114-5)."""
        files = [field for field in procedure.questions() if field.kind == "files"]
        assert not any(field.required for field in files)


class TestLevels:
    def test_and_silences_are_those_of_the_law(self) -> None:
        told = {
            key: (one.level, one.kind, silence_of(one, {}, resolve_options(one, {})).effect)
            for key, one in CATALOGUE.items()
        }
        assert told[RECORD] == ("commune", "request", "none")
        assert told[SPACE] == ("commune", "permit", "rejection")
        assert told[BINS] == ("epci", "request", "acceptance")
        assert told[ROAD] == ("departement", "permit", "rejection")
        assert told[DECLARATION] == ("commune", "permit", "acceptance")
        assert told[DRINKS] == ("commune", "permit", "rejection")
        assert told[HOUSE] == ("commune", "permit", "acceptance")


class TestCivilStatus:
    procedure = CATALOGUE[RECORD]

    def pieces(self, **answers: str) -> list[str]:
        return [piece.id for piece in asked_pieces(self.procedure, answers, {})]

    def test_asks_no_piece_for_a_plain_extract(self) -> None:
        assert self.pieces(act="birth", nature="plain") == []
        assert self.pieces(act="death") == []

    def test_asks_for_identity_and_kinship_when_parentage_is_told(self) -> None:
        assert self.pieces(act="birth", nature="full", relation="self") == ["identity"]
        assert self.pieces(act="birth", nature="parentage", relation="descendant") == [
            "identity",
            "kinship",
        ]

    def test_asks_for_the_parents_only_when_the_record_tells_them(self) -> None:
        options = resolve_options(self.procedure, {})
        full = {**PLAIN_EXTRACT, "nature": "full", "relation": "self"}
        result = check_all(self.procedure, full, options, "fr", today=TODAY)
        assert result.errors.keys() == {"parents"}


class TestPublicSpace:
    procedure = CATALOGUE[SPACE]

    def test_asks_enough_for_the_bench(self) -> None:
        assert len(self.procedure.questions()) >= 20
        options = resolve_options(self.procedure, {})
        result = check_all(self.procedure, TERRACE, options, "fr", today=TODAY)
        assert len(result.answers) >= 20
        assert result.answers["area"] == 7.8
        assert result.answers["days"] == 183

    def test_is_studied_before_it_begins(self) -> None:
        options = resolve_options(self.procedure, {"notice_days": 20})
        early = {**TERRACE, "starts_on": "2026-12-01"}
        result = check_all(self.procedure, early, options, "fr", today=TODAY)
        assert result.errors["starts_on"].startswith("Choisissez un premier jour dans 20 jours")


class TestRoads:
    procedure = CATALOGUE[ROAD]

    def test_adds_the_networks_up(self) -> None:
        options = resolve_options(self.procedure, {})
        result = check_all(self.procedure, CROSSING, options, "fr", today=TODAY)
        assert result.answers["trench_metres"] == 42.5

    def test_lets_the_dict_follow(self) -> None:
        """The DICT is owed before the works begin, not before the answer (C. env. R554-25)."""
        pieces = {piece.id: piece for piece in asked_pieces(self.procedure, CROSSING, {})}
        assert not pieces["dict-receipt"].indispensable
        assert pieces["works-plan"].indispensable
        number = self.procedure.field("dict_number")
        assert isinstance(number, Field)
        assert not number.required


class TestDrinkingPlaces:
    procedure = CATALOGUE[DRINKS]

    def errors(self, **other: object) -> dict[str, str]:
        options = resolve_options(self.procedure, {})
        return dict(check_all(self.procedure, {**FETE, **other}, options, "fr", today=TODAY).errors)

    @pytest.mark.parametrize("opener", QUOTAS)
    def test_last_as_long_as_the_law_lets_them(self, opener: Opener) -> None:
        """CSP L3335-4: 48 hours for some, from the first to the last service."""
        longest = QUOTAS[opener].hours
        told = {"opener": opener, "approval_number": "45 S 1234", "starts_at": "10:15"}
        two_days = self.errors(**told, ends_on="2027-06-28", ends_at="10:15")
        a_minute_more = self.errors(**told, ends_on="2027-06-28", ends_at="10:16")
        assert two_days == {}
        assert a_minute_more.keys() == ({"ends_at"} if longest == 48 else set())

    def test_close_after_they_open(self) -> None:
        assert self.errors(ends_on=FETE["starts_on"], ends_at="18:30").keys() == {"ends_at"}

    def test_of_an_approved_sport_association_name_its_approval(self) -> None:
        assert self.errors(opener="approved_sport_association").keys() == {"approval_number"}

    def test_are_counted_by_association_and_year_of_the_event(self) -> None:
        register = self.procedure.register
        assert register is not None
        assert (register.by, register.on, register.opener) == ("rna", "starts_on", "opener")

    def test_advise_fifteen_days_and_refuse_nobody(self) -> None:
        assert resolve_options(self.procedure, {})["notice_days"] == 15
        assert self.errors(starts_on="2026-11-23", ends_on="2026-11-24") == {}


class TestPlanning:
    """Pieces of the planning code, and no other (C. urb. R423-41)."""

    def pieces(self, procedure_id: str, answers: dict[str, object]) -> list[str]:
        return [piece.id for piece in asked_pieces(CATALOGUE[procedure_id], answers, {})]

    @pytest.mark.parametrize("procedure_id", [DECLARATION, HOUSE])
    def test_asks_only_for_pieces_of_the_code(self, procedure_id: str) -> None:
        procedure = CATALOGUE[procedure_id]
        assert procedure.process == "planning"
        assert all(piece.legal_basis.startswith("C. urb. R4") for piece in procedure.pieces)

    def test_asks_a_declaration_for_what_it_changes(self) -> None:
        fence = {"works": ["fence"], "creates_volume": False, "ground_changes": False}
        assert self.pieces(DECLARATION, {**fence, "visible": True}) == ["dp1", "dp5", "dp7", "dp8"]
        assert self.pieces(DECLARATION, EXTENSION) == [
            "dp1", "dp2", "dp4", "dp6", "dp7", "dp8", "dp11",
        ]  # fmt: skip

    def test_asks_a_house_for_the_certificate_of_its_sewage(self) -> None:
        """C. urb. R431-16 d: outside a sewer area, the SPANC certifies the planned system."""
        assert "pcmi12-2" in self.pieces(HOUSE, NEW_HOUSE)
        assert "pcmi12-2" not in self.pieces(HOUSE, {**NEW_HOUSE, "sewage": "public"})

    def test_adds_the_parcels_up(self) -> None:
        result = check_all(CATALOGUE[DECLARATION], EXTENSION, {}, "fr", today=TODAY)
        assert result.answers["land_area"] == 720

    def test_wants_an_architect_above_150_square_metres(self) -> None:
        large = {**NEW_HOUSE, "floor_created": 151.0}
        result = check_all(CATALOGUE[HOUSE], large, {}, "fr", today=TODAY)
        assert result.errors.keys() == {"architect"}

    def test_silence_refuses_where_the_environment_is_assessed(self) -> None:
        """C. urb. R424-2-1, for filings since 31 December 2025."""
        silence = silence_of(CATALOGUE[HOUSE], {**NEW_HOUSE, "environmental_assessment": True}, {})
        assert (silence.effect, silence.delay, silence.article) == (
            "rejection", "P2M", "C. urb. R424-2-1",
        )  # fmt: skip
