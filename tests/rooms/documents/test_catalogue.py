"""Every procedure we ship has a receipt with the mentions of R112-11-1."""

from dataclasses import replace

import pytest

from services.documents.rendering import render_letter
from services.forms.contracts import Procedure
from services.forms.loading import load_catalogue
from services.foundation.settings import ROOT
from services.law.mentions import Service, receipt_mentions
from services.law.reading import read_facts
from services.law.timeline import timeline
from tests.rooms.documents.letters import PLAIN

CATALOGUE = load_catalogue(ROOT / "forms")
SERVICE = Service("Accueil", "accueil@gien.example", "1 place de l’Exemple", "02 61 91 45 00")
TOLD = {
    "acceptance": {"received_on", "service", "silence", "silence_date", "certificate_right"},
    "rejection": {"received_on", "service", "silence", "silence_date", "appeal"},
    "none": {"received_on", "service", "silence"},
}


@pytest.mark.parametrize("procedure", CATALOGUE.values(), ids=CATALOGUE)
class TestTheReceiptOf:
    def test_a_shipped_procedure_says_what_silence_means(self, procedure: Procedure) -> None:
        silence = procedure.silence
        facts = read_facts(
            {
                "regime": {"silence": silence.effect, "delay": silence.delay or "P2M"},
                "calendar": "metropole",
                "events": [{"at": "2026-11-03", "what": "filed"}],
            }
        )
        mentions = receipt_mentions(timeline(facts), service=SERVICE)
        content = replace(PLAIN, procedure_title=procedure.title.fr, mentions=mentions)

        html = render_letter("receipt", content).html

        assert {mention.id for mention in mentions} >= TOLD[silence.effect]
        assert "02 61 91 45 00" in html
        assert ("réputée" in html) == (silence.effect != "none")
