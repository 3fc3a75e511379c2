"""What a letter says, and what keeps it from saying less than the law wants."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.documents._mentions import MENTIONS
from services.documents._templates import FOLDER, OWN, load
from services.documents.contracts import LetterKind
from services.documents.errors import LetterMistake, MissingMentions, UndeclaredMentions
from services.documents.rendering import render_letter
from tests.rooms.documents.letters import DECISION, LETTERS, RECEIPT, said, without

KINDS = sorted(LETTERS)


def all_but(name: str, kind: LetterKind) -> str:
    """An heir that replaces what it inherits, and prints every mention of its kind but one."""
    others = "".join(f'{{{{ mention("{each}") }}}}' for each in MENTIONS[kind].all - {name})
    blocks = f"{{% block body %}}{others}{{% endblock %}}{{% block signature %}}{{% endblock %}}"
    return f'{{% extends "{kind}.html" %}}{blocks}'


class TestATemplate:
    @pytest.mark.parametrize("kind", KINDS)
    def test_of_the_house_prints_every_mention_of_its_kind(self, kind: LetterKind) -> None:
        assert load(kind).kind == kind

    @pytest.mark.parametrize(
        ("kind", "name"), [(kind, name) for kind in KINDS for name in sorted(MENTIONS[kind].all)]
    )
    def test_that_omits_a_mention_does_not_load(self, kind: LetterKind, name: str) -> None:
        source = (FOLDER / f"{kind}.html").read_text("utf-8")
        printed = f'mention("{name}")' in source
        without = source.replace(f'mention("{name}")', "none")

        with pytest.raises(UndeclaredMentions) as refused:
            load(kind, without if printed else all_but(name, kind))

        assert refused.value.missing == {name}

    def test_cannot_hide_a_mention_in_a_comment(self) -> None:
        source = (FOLDER / "receipt.html").read_text("utf-8")
        hidden = source.replace('{{ said(mention("service")) }}', '{# mention("service") #}')

        with pytest.raises(UndeclaredMentions):
            load("receipt", hidden)

    def test_of_a_tenant_reaches_nothing_but_the_letter(self) -> None:
        source = (FOLDER / "decision.html").read_text("utf-8")
        escape = source.replace("{% block body %}", "{% block body %}{{ ''.__class__.__mro__ }}", 1)
        with pytest.raises(Exception, match="unsafe"):
            render_letter("decision", DECISION, source=escape)

    def test_has_another_digest_when_its_words_change(self) -> None:
        source = (FOLDER / "decision.html").read_text("utf-8")

        assert load("decision", source).digest == load("decision").digest
        assert load("decision", source + " ").digest != load("decision").digest


class TestACollectivitysOwnTemplate:
    @pytest.mark.parametrize(
        "path", sorted(OWN.glob("*/*.html")), ids=lambda path: path.parent.name
    )
    def test_prints_every_mention_too(self, path: Path) -> None:
        kind = next(each for each in KINDS if each == path.stem)

        assert load(kind, path.read_text("utf-8")).kind == kind

    def test_has_the_mentions_of_the_one_it_extends(self) -> None:
        heir = '{% extends "decision.html" %}{% block greeting %}Bonjour,{% endblock %}'

        assert "Bonjour," in render_letter("decision", DECISION, source=heir).html

    @pytest.mark.parametrize(
        ("heir", "missing"),
        [
            ("{% block body %}Non.{% endblock %}", MENTIONS["decision"].all - {"author"}),
            ("{% block signature %}Le maire{% endblock %}", {"author"}),
            ('{% block signature %}{% endblock %}{{ mention("author") }}', {"author"}),
            ('{% set who = mention("author") %}{% block signature %}{% endblock %}', {"author"}),
        ],
        ids=["replaced body", "replaced signature", "said outside", "set outside"],
    )
    def test_cannot_lose_a_mention_by_replacing_a_block(
        self, heir: str, missing: frozenset[str]
    ) -> None:
        with pytest.raises(UndeclaredMentions) as refused:
            load("decision", '{% extends "decision.html" %}' + heir)

        assert refused.value.missing == missing

    def test_may_add_to_a_block_that_it_keeps(self) -> None:
        heir = '{% extends "decision.html" %}{% block signature %}{{ super() }}Gien{% endblock %}'

        assert load("decision", heir).kind == "decision"

    def test_is_used_for_its_letters_alone(self) -> None:
        gien = replace(DECISION, authority=replace(DECISION.authority, siren="214501553"))

        assert "Madame, Monsieur," in render_letter("decision", gien).html
        assert "Madame, Monsieur," not in render_letter("decision", DECISION).html


class TestALetter:
    @pytest.mark.parametrize(
        ("kind", "name"), [(kind, name) for kind in KINDS for name in sorted(MENTIONS[kind].always)]
    )
    def test_is_not_drawn_without_a_mandatory_mention(self, kind: LetterKind, name: str) -> None:
        with pytest.raises(MissingMentions):
            render_letter(kind, without(LETTERS[kind], name))

    def test_is_not_drawn_when_a_mention_given_would_be_lost(self) -> None:
        stray = said("invented", "Une phrase que le modèle ne dit pas.")

        with pytest.raises(MissingMentions):
            render_letter("receipt", replace(RECEIPT, mentions=(*RECEIPT.mentions, stray)))

    def test_says_each_mention_and_its_article(self) -> None:
        html = render_letter("receipt", RECEIPT).html
        for space in ("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"):
            html = html.replace(space, " ")

        for mention in RECEIPT.mentions:
            assert mention.text.fr in html
            assert mention.article in html

    def test_has_a_language_a_title_and_a_date(self) -> None:
        html = render_letter("receipt", RECEIPT).html

        assert '<html lang="fr">' in html
        assert "<title>Accusé de réception électronique – C7-2026-00087</title>" in html
        assert '<meta name="dcterms.created" content="2026-11-03T18:42:05+01:00">' in html

    def test_is_the_same_bytes_for_the_same_content(self) -> None:
        assert render_letter("receipt", RECEIPT).pdf == render_letter("receipt", RECEIPT).pdf

    def test_runs_no_markup_of_its_content(self) -> None:
        forged = replace(DECISION, paragraphs=('<img src="file:///etc/passwd">',))

        assert "<img" not in render_letter("decision", forged).html

    def test_shows_a_character_that_no_font_draws_as_a_question_mark(self) -> None:
        strange = replace(RECEIPT, summary=(("Nom", "Łukasz Ştefan 字 🦄 ﬁn"),))

        html = render_letter("receipt", strange).html

        assert "Łukasz Ştefan ? ?" in html

    def test_takes_nothing_but_a_colour_as_a_colour(self) -> None:
        forged = replace(RECEIPT.authority, colour="red; } body { display: none")

        with pytest.raises(LetterMistake):
            render_letter("receipt", replace(RECEIPT, authority=forged))

    def test_says_when_its_seal_is_a_specimen(self) -> None:
        assert "SPÉCIMEN" in render_letter("receipt", RECEIPT, specimen_seal=True).html
        assert "SPÉCIMEN" not in render_letter("receipt", RECEIPT).html
