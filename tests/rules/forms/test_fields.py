"""What people type, what is kept, what is said when it will not do."""

from collections.abc import Callable
from datetime import date

import pytest

from services.forms.fields.base import Circumstances, Field, ReceivedFile
from tests.rules.forms.small import LABEL, communes

Load = Callable[[str], Field]
NOW = Circumstances(today=date(2026, 11, 22), communes=communes)
ENGLISH = Circumstances(language="en", today=date(2026, 11, 22), communes=communes)


def parsed(field: Field, *typed: str) -> object:
    answer = field.parse({"asked": typed}, "asked", NOW)
    assert answer.errors == {}
    return answer.value


def said(field: Field, *typed: str, around: Circumstances = NOW) -> str:
    answer = field.parse({"asked": typed}, "asked", around)
    assert answer.value is None
    return answer.errors["asked"]


NUMBERS = [
    ("integer", "12", 12),
    ("integer", " 1 234 ", 1234),
    ("integer", "1\u00a0234", 1234),
    ("integer", "1\u202f234\u202f567", 1234567),
    ("decimal", "18,5", 18.5),
    ("decimal", "18.5", 18.5),
    ("decimal", "18", 18.0),
    ("decimal", "1\u00a0234,50", 1234.5),
    ("decimal", "1 ,2", 1.2),
    ("decimal", "-3,25\nmin: -10", None),
    ("money", "1 234,50", 123450),
    ("money", "1 234,50 €", 123450),
    ("money", "12 euros", 1200),
    ("money", "0,1", 10),
]


@pytest.mark.parametrize(("kind", "typed", "value"), NUMBERS)
def test_numbers_as_people_write_them(question: Load, kind: str, typed: str, value: object) -> None:
    typed, _, more = typed.partition("\n")
    field = question(f"kind: {kind}\n{LABEL}\n{more}")
    assert parsed(field, typed) == (-3.25 if value is None else value)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("integer", "12,5"),
        ("integer", "dix-huit"),
        ("integer", "٣"),
        ("integer", "1e3"),
        ("integer", "9" * 30),
        ("decimal", "18,555"),
        ("decimal", "1.234,50"),
        ("decimal", "1,2,3"),
        ("decimal", "nan"),
        ("decimal", "inf"),
        ("decimal", "0x12"),
        ("money", "12,345"),
        ("money", "€"),
        ("money", "douze"),
    ],
)
def test_what_is_no_number_gets_an_example(question: Load, kind: str, typed: str) -> None:
    field = question(f"kind: {kind}\n{LABEL}")
    assert "par exemple" in said(field, typed) or "ou moins" in said(field, typed)


def test_numbers_keep_their_bounds_and_their_unit(question: Load) -> None:
    field = question(f"kind: decimal\nunit: m²\nmin: 5\nmax: 1500.5\n{LABEL}")
    assert said(field, "4,9") == "Écrivez 5\u00a0m² ou plus"
    assert said(field, "1500,6") == "Écrivez 1\u202f500,5\u00a0m² ou moins"
    assert said(field, "x") == "Écrivez un nombre en chiffres, par exemple 18 ou 18,5 m²"
    assert said(field, "2000", around=ENGLISH) == "Write 1,500.5\u00a0m² or less"
    assert field.show(1234.5, "fr") == "1\u202f234,5\u00a0m²"
    assert field.show(1234.5, "en") == "1,234.5\u00a0m²"


def test_money_is_kept_in_cents_and_bounded_in_euros(question: Load) -> None:
    field = question(f"kind: money\nmin: 1\nmax: 100.5\n{LABEL}")
    assert said(field, "100,51") == "Écrivez 100,50\u00a0€ ou moins"
    assert field.show(123456, "fr") == "1\u202f234,56\u00a0€"
    assert field.show(123456, "en") == "€1,234.56"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("03/12/2026", "2026-12-03"),
        ("3/12/2026", "2026-12-03"),
        ("3.12.2026", "2026-12-03"),
        ("03-12-2026", "2026-12-03"),
        ("3 12 2026", "2026-12-03"),
        ("03122026", "2026-12-03"),
        ("2026-12-03", "2026-12-03"),
        ("3 décembre 2026", "2026-12-03"),
        ("3 De\u0301cembre 2026", "2026-12-03"),
        ("1er août 2026", "2026-08-01"),
        ("1\u00a0janv. 2026", "2026-01-01"),
        ("3rd December 2026", "2026-12-03"),
        ("29/02/2028", "2028-02-29"),
    ],
)
def test_days_as_people_write_them(question: Load, typed: str, day: str) -> None:
    assert parsed(question(f"kind: date\n{LABEL}"), typed) == day


@pytest.mark.parametrize(
    "typed", ["31/02/2026", "12/13/2026", "3/12/26", "demain", "0000-01-01", "29/02/2026", "3/12"]
)
def test_what_is_no_day_gets_an_example(question: Load, typed: str) -> None:
    sentence = said(question(f"kind: date\n{LABEL}"), typed)
    assert sentence == (
        "Indiquez le jour, le mois et l’année de « Question », par exemple 03/12/2026"
    )


def test_a_day_may_come_in_three_inputs(question: Load) -> None:
    field = question(f"kind: date\n{LABEL}")
    typed = {"asked.day": ["3"], "asked.month": ["12"], "asked.year": ["2026"]}
    assert field.parse(typed, "asked", NOW).value == "2026-12-03"
    typed["asked.month"] = [""]
    assert "asked" in field.parse(typed, "asked", NOW).errors


def test_a_day_keeps_its_bounds(question: Load) -> None:
    field = question(f"kind: date\nmin: today\nmax: 2027-03-01\n{LABEL}")
    assert said(field, "21/11/2026") == "Choisissez un jour à partir du 22 novembre 2026"
    assert said(field, "02/03/2027") == "Choisissez un jour jusqu’au 1er mars 2027"
    assert parsed(field, "22/11/2026") == "2026-11-22"


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("06 39 98 12 34", "+33639981234", "06 39 98 12 34"),
        ("0639981234", "+33639981234", "06 39 98 12 34"),
        ("+33 6.39.98.12.34", "+33639981234", "06 39 98 12 34"),
        ("+32 470 12 34 56", "+32470123456", "+32 470 12 34 56"),
        ("02\u00a038\u00a067\u00a000\u00a000", "+33238670000", "02 38 67 00 00"),
    ],
)
def test_phones(question: Load, typed: str, kept: str, shown: str) -> None:
    field = question(f"kind: phone\n{LABEL}")
    assert parsed(field, typed) == kept
    assert field.show(kept, "fr") == shown


@pytest.mark.parametrize("typed", ["123", "appelez-moi", "06 39 98", "06 39 98 12 34 x5", "+999"])
def test_phones_that_will_not_do(question: Load, typed: str) -> None:
    assert "numéro de téléphone complet" in said(question(f"kind: phone\n{LABEL}"), typed)


def test_emails(question: Load) -> None:
    field = question(f"kind: email\n{LABEL}")
    assert parsed(field, " Marie.Martin@Example.FR ") == "Marie.Martin@example.fr"
    for typed in ("marie", "marie@", "marie@gien", "a b@example.fr", "a@b@example.fr"):
        assert "adresse électronique complète" in said(field, typed)


def test_siret(question: Load) -> None:
    field = question(f"kind: siret\n{LABEL}")
    assert parsed(field, "356 000 000 00048") == "35600000000048"
    assert field.show("35600000000048", "fr") == "356 000 000 00048"
    assert "Vérifiez les 14 chiffres" in said(field, "732 829 320 00075")
    assert "Vérifiez les 14 chiffres" in said(field, "12")


def test_parcels(question: Load) -> None:
    field = question(f"kind: parcel\n{LABEL}")
    assert (
        parsed(field, "ab 0123") == parsed(field, "AB-123") == parsed(field, "000AB123") == "AB 123"
    )
    assert parsed(field, "064 ZC 48") == "064 ZC 48"
    assert parsed(field, " c 7 ") == parsed(field, "0C 7") == "C 7"
    for typed in ("123", "AB", "ABC 12", "AB 0", "AB 12345", "Z 1 2 A"):
        assert "cadastre.gouv.fr" in said(field, typed)


def test_communes_by_code_or_by_name(question: Load) -> None:
    field = question(f"kind: commune\n{LABEL}")
    gien = {"insee": "45155", "name": "Gien"}
    assert parsed(field, "45155") == parsed(field, "Gien") == parsed(field, "Gien (45)") == gien
    assert parsed(field, "Saint-Denis (974)") == {"insee": "97411", "name": "Saint-Denis"}
    assert "Saint-Denis (93), Saint-Denis (974)" in said(field, "Saint-Denis")
    assert "Aucune commune ne s’appelle « Nulle-Part »" in said(field, "Nulle-Part")
    assert field.show(gien, "fr") == "Gien (45)"


def test_texts_are_made_regular(question: Load) -> None:
    field = question(f"kind: text\nmax_length: 10\n{LABEL}")
    assert parsed(field, "  e\u0301te\u0301\u00a0 chaud ") == "été chaud"
    assert said(field, "x" * 11) == "Écrivez 10 caractères au plus ; il y en a 11"
    long = question(f"kind: long_text\n{LABEL}")
    assert parsed(long, "un\r\ndeux\u00a0trois \r\n\r\nquatre") == "un\ndeux trois\n\nquatre"


@pytest.mark.parametrize("typed", ["a\x00b", "a\x1bb", "a\u202eb", "a\ud800b", "a\uffffb", "\x07"])
def test_what_cannot_be_seen_is_refused(question: Load, typed: str) -> None:
    for kind in ("text", "long_text", "integer", "date", "email", "phone", "siret", "commune"):
        sentence = said(question(f"kind: {kind}\n{LABEL}"), typed)
        assert "caractères invisibles" in sentence


def test_choices(question: Load) -> None:
    listed = "choices: [{id: a, label: {fr: Un, en: One}}, {id: b, label: {fr: Deux, en: Two}}]"
    one = question(f"kind: choice\n{LABEL}\n{listed}")
    assert parsed(one, "a") == "a"
    assert one.show("b", "en") == "Two"
    assert said(one, "c") == said(one, "") == "Choisissez une réponse à « Question »"
    several = question(f"kind: choices\nmax: 1\n{LABEL}\n{listed}")
    assert parsed(several, "b") == ["b"]
    assert said(several, "a", "b") == "Cochez 1 à 1 réponses à « Question »"
    assert said(several) == "Cochez au moins une réponse à « Question »"
    assert said(several, "a", "z") == "Cochez au moins une réponse à « Question »"


def test_yes_or_no(question: Load) -> None:
    field = question(f"kind: yes_no\n{LABEL}")
    assert parsed(field, "yes") is True
    assert parsed(field, "no") is False
    assert said(field, "on") == "Répondez par oui ou par non à « Question »"
    assert (field.show(False, "fr"), field.show(True, "en")) == ("Non", "Yes")


ONE, TWO = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def test_files_are_those_received(question: Load) -> None:
    field = question(f"kind: files\nmax_files: 1\nmax_mb: 2\naccept: [pdf, png]\n{LABEL}")
    here = Circumstances(files={ONE: ReceivedFile("plan.pdf", "application/pdf", 10)})
    assert field.parse({"asked": [ONE, ONE]}, "asked", here).value == [ONE]
    assert "asked" in field.parse({"asked": [TWO]}, "asked", here).errors
    assert "asked" in field.parse({"asked": ["../../etc/passwd"]}, "asked", NOW).errors
    assert said(field, ONE, TWO) == "Gardez 1 fichier au plus"


def test_limits_of_files_are_said_before_and_after(question: Load) -> None:
    field = question(f"kind: files\nmax_files: 2\nmax_mb: 2\naccept: [pdf, png]\n{LABEL}")
    assert field.limits("fr") == "PDF ou PNG, 2\u00a0Mo au plus par fichier, 2 fichiers au plus"  # type: ignore[attr-defined]
    refuses = field.refuses  # type: ignore[attr-defined]
    assert refuses(media_type="application/pdf", size=2_000_000, language="fr") is None
    heavy = refuses(media_type="application/pdf", size=2_000_001, language="fr")
    assert heavy == "Ce fichier pèse 3 Mo : envoyez-le en dessous de 2 Mo"
    disguised = refuses(media_type="text/html", size=10, language="en")
    assert disguised.startswith("Send this document in one of these formats: PDF or PNG")


class TestPerson:
    KEYS = f"kind: person\nemail: required\nphone: optional\naddress: required\n{LABEL}"

    def typed(self, **changed: str) -> dict[str, list[str]]:
        given = {
            "asked.family_name": "Martin",
            "asked.given_name": "Zoé",
            "asked.email": "zoe@example.fr",
            "asked.address.street": "1 rue X",
            "asked.address.postcode": "45500",
            "asked.address.locality": "Gien",
        }
        changes = {f"asked.{key.replace('__', '.')}": text for key, text in changed.items()}
        return {name: [text] for name, text in {**given, **changes}.items()}

    def test_is_kept_part_by_part(self, question: Load) -> None:
        field = question(self.KEYS)
        answer = field.parse(self.typed(phone="06 39 98 12 34"), "asked", NOW)
        assert answer.errors == {}
        assert field.show(answer.value, "fr") == (
            "Zoé Martin\nzoe@example.fr\n06 39 98 12 34\n1 rue X\n45500 Gien"
        )

    def test_names_the_part_that_is_wrong(self, question: Load) -> None:
        answer = question(self.KEYS).parse(self.typed(email="zoe", family_name=" "), "asked", NOW)
        assert answer.errors.keys() == {"asked.email", "asked.family_name"}

    def test_wants_a_french_postcode_in_france_only(self, question: Load) -> None:
        field = question(self.KEYS)
        wrong = field.parse(self.typed(address__postcode="4550"), "asked", NOW)
        assert list(wrong.errors) == ["asked.address.postcode"]
        abroad = self.typed(address__postcode="1000", address__country="Belgique")
        assert field.parse(abroad, "asked", NOW).errors == {}

    def test_lets_the_browser_fill_in_the_one_who_types(self, question: Load) -> None:
        mine = question(self.KEYS + "\nprefill: identity")
        address = next(part for part in mine.parts if part.id == "address")
        assert [part.autocomplete for part in mine.parts[:2]] == ["family-name", "given-name"]
        assert address.parts[2].autocomplete == "postal-code"
        assert not any(part.autocomplete for part in question(self.KEYS).parts)

    def test_may_be_left_out_whole_but_not_in_half(self, question: Load) -> None:
        field = question(self.KEYS + "\nrequired: false")
        assert field.parse({"asked.email": [" "]}, "asked", NOW).errors == {}
        half = field.parse({"asked.email": ["zoe@example.fr"]}, "asked", NOW)
        assert "asked.family_name" in half.errors


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("W452001234", "W452001234"),
        (" w45 200 1234 ", "W452001234"),
        ("W-452.001.234", "W452001234"),
        ("W2A1000123", "W2A1000123"),
        ("W9R2001234", "W9R2001234"),
    ],
)
def test_numbers_of_associations_are_kept_in_one_way(question: Load, typed: str, kept: str) -> None:
    assert parsed(question(f"kind: rna\n{LABEL}"), typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("18 h 30", "18:30", "18\u00a0h\u00a030"),
        ("18h30", "18:30", "18\u00a0h\u00a030"),
        ("9:05", "09:05", "9\u00a0h\u00a005"),
        ("18.30", "18:30", "18\u00a0h\u00a030"),
        ("9", "09:00", "9\u00a0h"),
        ("18 H", "18:00", "18\u00a0h"),
        ("24 h", "24:00", "24\u00a0h"),
        ("0 h 10 min", "00:10", "0\u00a0h\u00a010"),
    ],
)
def test_times_are_kept_in_one_way(question: Load, typed: str, kept: str, shown: str) -> None:
    field = question(f"kind: time\n{LABEL}")
    assert parsed(field, typed) == kept
    assert field.show(kept, "fr") == shown
    assert field.show(kept, "en") == kept


@pytest.mark.parametrize("typed", ["25 h", "24 h 01", "18 h 60", "18 h 3", "midi", "1830", "-1"])
def test_a_mistyped_time_is_told(question: Load, typed: str) -> None:
    sentence = said(question(f"kind: time\n{LABEL}"), typed)
    assert sentence.startswith("Indiquez l’heure et les minutes")


@pytest.mark.parametrize("typed", ["452001234", "W45200123", "W4520012345", "WO52001234", "W45é"])
def test_a_mistyped_number_of_association_is_told(question: Load, typed: str) -> None:
    sentence = said(question(f"kind: rna\n{LABEL}"), typed)
    assert sentence.startswith("Vérifiez le numéro RNA : la lettre W suivie de neuf chiffres")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", True),
        ("integer", 1.5),
        ("decimal", "1"),
        ("decimal", float("nan")),
        ("money", 1.0),
        ("date", "2026-02-31"),
        ("date", 20260101),
        ("text", ["x"]),
        ("text", ""),
        ("text", "a\x00"),
        ("yes_no", 1),
        ("email", {}),
        ("phone", "06 39 98 12 34"),
        ("siret", "73282932000075"),
        ("rna", "w452001234"),
        ("rna", 452001234),
        ("time", "18h30"),
        ("time", "24:01"),
        ("time", 18),
        ("parcel", "AB 0123"),
        ("parcel", 12),
        ("commune", "45155"),
        ("commune", {"insee": "45155"}),
        ("commune", {"insee": "x", "name": "Gien"}),
        ("files", "x"),
        ("files", []),
        ("files", [["x"]]),
        ("person\nemail: required", "x"),
        ("person\nemail: required", {"family_name": "a", "given_name": "b", "email": 3}),
        ("person", {"family_name": "a", "given_name": "b", "other": "c"}),
        ("address", {"street": "1 rue X"}),
    ],
)
def test_a_kept_value_of_another_shape_is_told(question: Load, kind: str, value: object) -> None:
    assert question(f"kind: {kind}\n{LABEL}").check(value, "asked", NOW)


def test_own_words_replace_the_usual_ones(question: Load) -> None:
    field = question(
        f"kind: decimal\n{LABEL}\n"
        "missing: {fr: Indiquez la surface, en: Give the area}\n"
        "wrong: {fr: 'Indiquez la surface, par exemple 18,5', en: 'Give the area'}"
    )
    assert said(field, "") == "Indiquez la surface"
    assert said(field, "x") == "Indiquez la surface, par exemple 18,5"
    assert said(field, "x", around=ENGLISH) == "Give the area"
