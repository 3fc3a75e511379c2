"""The back office without a script: who may, what is said before, what changed in between."""

from datetime import date, timedelta
from html import unescape
from typing import cast
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest

from services.cases.actions.claim_case import claim_case
from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.record_warning import warning_sent
from services.cases.actions.request_missing_pieces import request_missing_pieces
from services.cases.contracts import ToDo
from services.cases.queries.case_files import case_file
from services.foundation.database import Database
from services.standalone.postgres import Postgres
from tests.arranging import (
    CIVIL_RECORD,
    OCCUPATION,
    Collectivity,
    Deployment,
    a_resident,
    an_agent,
    file_request,
)
from tests.rooms.web.conftest import TODAY, Browser, Seated, fields_of

FILED = TODAY - timedelta(days=20)
PIECE = "location_plan"


class Desk:
    """Gien's back office with one request filed twenty days ago."""

    def __init__(self, gien: Collectivity, case_id: UUID, number: str, db: Database) -> None:
        self.gien, self.case_id, self.number, self.db = gien, case_id, number, db
        self.list = "/agent/gien/cases"
        self.case = f"{self.list}/{case_id}"


@pytest.fixture
async def desk(arranged_database: Database, collectivities: Deployment, seated: Seated) -> Desk:
    nadia = await a_resident(arranged_database)
    filed = await file_request(
        arranged_database, collectivities.gien, by=nadia, at=FILED, procedure=OCCUPATION
    )
    return Desk(collectivities.gien, filed.case_id, filed.number, arranged_database)


@pytest.fixture
def camille(seated: Seated, desk: Desk) -> Browser:
    """The instructor."""
    return seated(desk.gien.instructor)


@pytest.fixture
def helene(seated: Seated, desk: Desk) -> Browser:
    """The signatory."""
    return seated(desk.gien.signatory)


async def act(browser: Browser, address: str, **typed: str) -> httpx.Response:
    """Open the page of an act, fill it in and send it."""
    page = await browser.get(address)
    assert page.status_code == 200, page.text
    return await browser.post(address, data={**fields_of(page), **typed})


async def button(browser: Browser, desk: Desk, name: str) -> httpx.Response:
    """Press a button of the case page."""
    page = await browser.get(desk.case)
    hidden = {name: value for name, value in fields_of(page).items() if name == "csrf"}
    return await browser.post(f"{desk.case}/{name}", data=hidden)


def words(page: httpx.Response) -> str:
    return unescape(page.text).replace("\u00a0", " ")


REFUSAL = {
    "sense": "refusal",
    "law_reasons": "Règlement de voirie, article 12.",
    "fact_reasons": "Il resterait 0,90 m de passage.",
}


async def proposed(desk: Desk, sense: str = "refusal") -> None:
    await propose_decision(
        desk.db,
        case_id=desk.case_id,
        version=None,
        sense="refusal" if sense == "refusal" else "grant",
        law_reasons=REFUSAL["law_reasons"],
        fact_reasons=REFUSAL["fact_reasons"],
        note="Le riverain a appelé.",
        by=desk.gien.instructor,
        at=TODAY - timedelta(days=1),
    )


class TestComingIn:
    async def test_without_a_session_one_is_sent_to_sign_in(self, browser: Browser) -> None:
        answer = await browser.get("/agent/gien/cases")
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/agent/sign-in?back=")

    async def test_an_agent_of_one_collectivity_goes_straight_to_work(
        self, camille: Browser
    ) -> None:
        answer = await camille.get("/agent")
        assert answer.headers["location"] == "/agent/gien/cases"

    async def test_an_agent_of_two_collectivities_chooses(
        self, seated: Seated, collectivities: Deployment, postgres: Postgres, arranged_name: str
    ) -> None:
        agent = collectivities.gien.instructor
        with psycopg.connect(postgres.superuser_url(arranged_name), autocommit=True) as connection:
            connection.execute(
                "INSERT INTO membership SELECT %s, %s, agent_id, NULL, role, given_name,"
                " family_name, quality, service, since, until FROM membership"
                " WHERE agent_id = %s",
                (collectivities.ccg.id, uuid4(), agent.agent_id),
            )
        page = await seated(agent).get("/agent")
        assert "Où travaillez-vous" in page.text
        assert 'href="/agent/cc-giennoises/cases"' in page.text

    async def test_another_collectivity_looks_like_one_that_does_not_exist(
        self, camille: Browser
    ) -> None:
        others = await camille.get("/agent/loiret/cases")
        nobodys = await camille.get("/agent/nowhere/cases")
        assert others.status_code == nobodys.status_code == 404
        assert "not_found" in others.text
        assert "not_found" in nobodys.text

    async def test_another_collectivitys_case_looks_like_none(
        self, desk: Desk, seated: Seated, collectivities: Deployment
    ) -> None:
        neighbour = seated(collectivities.loiret.instructor)
        for address in (
            f"/agent/loiret/cases/{desk.case_id}",
            f"/agent/loiret/cases/{desk.case_id}/propose",
            f"/agent/loiret/cases/{desk.case_id}/files/{uuid4()}",
            f"/agent/loiret/cases/{uuid4()}",
        ):
            assert (await neighbour.get(address)).status_code == 404

    async def test_the_administration_is_not_there_for_an_agent(self, camille: Browser) -> None:
        for page in ("", "/agents", "/procedures", "/tenants/gien"):
            assert (await camille.get(f"/administration{page}")).status_code == 404


class TestTheWorkList:
    async def test_shows_who_asks_what_and_by_when(self, desk: Desk, camille: Browser) -> None:
        page = words(await camille.get(desk.list))
        assert desk.number in page
        assert "Nadia Lemoine" in page
        assert "puis refus tacite" in page

    async def test_counts_each_view(self, desk: Desk, camille: Browser) -> None:
        page = words(await camille.get(f"{desk.list}?view=mine"))
        assert "Rien pour vous" in page
        assert "Voir les dossiers à prendre" in page

    async def test_a_case_is_taken_from_the_list(self, desk: Desk, camille: Browser) -> None:
        await button(camille, desk, "claim")
        page = words(await camille.get(f"{desk.list}?view=mine"))
        assert desk.number in page

    @pytest.mark.parametrize(
        "query",
        [
            "view=nothing",
            "after=nonsense",
            "after=1.2026-01-01.99999999999999999999.x",
            "procedure=nobody/nothing&stage=never&due=soon&sort=sideways",
            "number=%25_%27",
        ],
    )
    async def test_a_wrong_address_narrows_nothing_and_breaks_nothing(
        self, desk: Desk, camille: Browser, query: str
    ) -> None:
        assert (await camille.get(f"{desk.list}?{query}")).status_code == 200

    async def test_goes_on_where_the_page_ended(
        self, desk: Desk, camille: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("services.web.backoffice.worklist.PAGE", 1)
        omar = await a_resident(desk.db, ("Omar", "Belkacem"))
        later = await file_request(
            desk.db, desk.gien, by=omar, at=FILED + timedelta(days=1), procedure=OCCUPATION
        )
        first = await camille.get(desk.list)
        assert later.number not in first.text
        more = unescape(first.text.split('<a class="btn btn-secondary" href="')[1].split('"')[0])
        second = await camille.get(more)
        assert later.number in second.text
        assert desk.number not in second.text

    async def test_an_agent_of_one_team_sees_its_cases_only(
        self, desk: Desk, seated: Seated, postgres: Postgres, arranged_name: str
    ) -> None:
        other = await an_agent(desk.db, desk.gien.tenant, "instructor", name=("Yann", "Le Goff"))
        with psycopg.connect(postgres.superuser_url(arranged_name), autocommit=True) as connection:
            connection.execute(
                "UPDATE membership SET team_id = (SELECT id FROM team WHERE tenant_id = %s AND"
                " id NOT IN (SELECT team_id FROM adoption WHERE procedure_id = %s AND"
                " team_id IS NOT NULL) LIMIT 1) WHERE agent_id = %s",
                (desk.gien.id, OCCUPATION, other.agent_id),
            )
        yann = seated(other)
        assert desk.number not in (await yann.get(f"{desk.list}?view=all")).text
        refused = await yann.get(desk.case)
        assert refused.status_code == 403
        assert "Vos droits ne permettent pas cette action" in words(refused)


class TestACase:
    async def test_shows_answers_clocks_and_the_law(self, desk: Desk, camille: Browser) -> None:
        page = words(await camille.get(desk.case))
        assert "12 rue Gambetta" in page
        assert "puis refus tacite" in page.lower()
        assert "CRPA R112-11-2" in page

    async def test_shows_the_warnings_to_come_and_those_sent(
        self, desk: Desk, camille: Browser
    ) -> None:
        page = unescape((await camille.get(desk.case)).text)
        assert page.count("Rappel à l’agent : prévu le") == 2
        assert page.count("Rappel à l’encadrement : prévu le") == 1
        todo = ToDo(
            id=uuid4(),
            tenant_id=desk.gien.id,
            case_id=desk.case_id,
            kind="agent_warning",
            key=f"{desk.case_id}/warn_supervisor_3",
            act=-14,
            about="warn_supervisor_3",
        )

        await warning_sent(desk.db, todo, to=[desk.gien.supervisor.agent_id], at=TODAY)

        page = unescape((await camille.get(desk.case)).text)
        assert "Rappel à l’encadrement : envoyé le" in page
        assert page.index("<h3>Rappel envoyé</h3>") < page.rindex("Paul Marchand")

    async def test_one_button_takes_it(self, desk: Desk, camille: Browser) -> None:
        answer = await button(camille, desk, "claim")
        assert answer.headers["location"] == f"{desk.case}?done=claim"
        assert "Camille Roussel suit ce dossier" in words(await camille.get(desk.case))

    async def test_a_note_is_kept_beside_it(self, desk: Desk, camille: Browser) -> None:
        page = await camille.get(desk.case)
        hidden = {"csrf": fields_of(page)["csrf"]}
        await camille.post(f"{desk.case}/add_note", data={**hidden, "note": "Vu <b>sur place</b>"})
        shown = await camille.get(desk.case)
        assert "Vu &lt;b&gt;sur place&lt;/b&gt;" in shown.text

    async def test_an_empty_note_is_refused_in_words(self, desk: Desk, camille: Browser) -> None:
        page = await camille.get(desk.case)
        answer = await camille.post(
            f"{desk.case}/add_note", data={"csrf": fields_of(page)["csrf"], "note": "  "}
        )
        assert answer.status_code == 422
        assert "Il manque une information" in words(answer)

    async def test_a_silence_that_nobody_recorded_is_told(
        self, desk: Desk, camille: Browser
    ) -> None:
        omar = await a_resident(desk.db, ("Omar", "Belkacem"))
        old = await file_request(
            desk.db, desk.gien, by=omar, at=TODAY - timedelta(days=90), procedure=OCCUPATION
        )
        page = words(await camille.get(f"{desk.list}/{old.case_id}"))
        assert "Refus tacite né le" in page
        assert "request_pieces" not in page

    async def test_an_unknown_act_is_not_there(self, desk: Desk, camille: Browser) -> None:
        assert (await camille.get(f"{desk.case}/destroy")).status_code == 404
        page = await camille.get(desk.case)
        posted = await camille.post(f"{desk.case}/destroy", data=fields_of(page))
        assert posted.status_code == 404


class TestProtections:
    @pytest.mark.parametrize("token", ["", "forged", "é"])
    async def test_a_forged_form_does_nothing(
        self, desk: Desk, camille: Browser, token: str
    ) -> None:
        answer = await camille.post(f"{desk.case}/claim", data={"csrf": token})
        assert answer.status_code == 403
        file = await case_file(desk.db, case_id=desk.case_id, by=desk.gien.instructor, at=TODAY)
        assert file.assignee_id is None

    async def test_a_form_without_a_session_asks_to_sign_in(
        self, desk: Desk, browser: Browser
    ) -> None:
        answer = await browser.post(f"{desk.case}/claim", data={"csrf": "x"})
        assert answer.status_code == 401

    async def test_a_signatory_does_not_instruct(self, desk: Desk, helene: Browser) -> None:
        page = await helene.get(desk.case)
        assert "/propose" not in page.text
        answer = await helene.post(
            f"{desk.case}/propose", data={"csrf": fields_of(page)["csrf"], **REFUSAL}
        )
        assert answer.status_code == 403
        assert "Cette action revient à quelqu’un d’autre" in words(answer)

    async def test_an_instructor_does_not_sign(self, desk: Desk, camille: Browser) -> None:
        await proposed(desk)
        page = await camille.get(desk.case)
        answer = await camille.post(f"{desk.case}/sign", data={"csrf": fields_of(page)["csrf"]})
        assert answer.status_code == 403

    async def test_who_proposed_does_not_sign(
        self, desk: Desk, seated: Seated, postgres: Postgres, arranged_name: str
    ) -> None:
        both = await an_agent(desk.db, desk.gien.tenant, "instructor", "signatory")
        await propose_decision(
            desk.db,
            case_id=desk.case_id,
            version=None,
            sense="grant",
            law_reasons="",
            fact_reasons="",
            by=both,
            at=TODAY,
        )
        page = await seated(both).get(f"{desk.case}/sign")
        assert "une autre personne doit la signer" in words(page)


class TestAskingForPieces:
    async def test_says_first_what_it_does_to_the_clock(self, desk: Desk, camille: Browser) -> None:
        page = words(await camille.get(f"{desk.case}/request_pieces"))
        assert "le délai est suspendu jusqu’à leur production" in page.replace("'", "’")
        assert "CRPA L114-5-1" in page
        assert 'value="14/05/2026"' in page

    async def test_suspends_the_clock(self, desk: Desk, camille: Browser) -> None:
        piece = await _first_piece(desk)
        answer = await act(
            camille,
            f"{desk.case}/request_pieces",
            pieces=piece,
            limit="14/05/2026",
            message="Merci.",
            **{f"reason:{piece}": "Illisible"},
        )
        assert answer.status_code == 303, words(answer)
        page = words(await camille.get(desk.case))
        assert "En pause" in page
        assert "Illisible" in page

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"limit": "14/05/2026"}, "Cochez au moins une pièce"),
            ({"limit": "31/02/2026"}, "Indiquez un jour qui existe"),
            ({"limit": ""}, "Indiquez un jour, par exemple"),
            ({"limit": "demain"}, "Indiquez un jour qui existe"),
            ({"limit": "01/01/2026", "pieces": "*"}, "Choisissez un jour à venir"),
        ],
    )
    async def test_says_what_to_correct_and_keeps_the_rest(
        self, desk: Desk, camille: Browser, typed: dict[str, str], sentence: str
    ) -> None:
        piece = await _first_piece(desk)
        typed = {name: piece if value == "*" else value for name, value in typed.items()}
        answer = await act(camille, f"{desk.case}/request_pieces", message="À garder", **typed)
        assert answer.status_code == 422
        page = words(answer)
        assert page.count(sentence) == 2, "beside the field and in the summary"
        assert "À garder" in page
        assert "<title>Erreur" in page

    async def test_what_came_by_post_is_recorded(self, desk: Desk, camille: Browser) -> None:
        piece = await _first_piece(desk)
        await request_missing_pieces(
            desk.db,
            case_id=desk.case_id,
            version=None,
            pieces={piece: ""},
            limit=date(2026, 5, 14),
            by=desk.gien.instructor,
            at=TODAY - timedelta(days=2),
        )
        answer = await act(camille, f"{desk.case}/give_pieces", pieces=piece)
        assert answer.status_code == 303, words(answer)
        assert "Les pièces reçues sont enregistrées" in words(
            await camille.get(answer.headers["location"])
        )


class TestDeciding:
    async def test_a_refusal_wants_both_reasons(self, desk: Desk, camille: Browser) -> None:
        answer = await act(camille, f"{desk.case}/propose", sense="refusal")
        page = words(answer)
        assert answer.status_code == 422
        assert page.count("Indiquez les motifs de droit") == 2
        assert page.count("Indiquez les motifs de fait") == 2
        assert 'href="#propose-law_reasons"' in page

    async def test_a_proposal_can_be_read_before(self, desk: Desk, camille: Browser) -> None:
        answer = await act(camille, f"{desk.case}/propose", preview="1", **REFUSAL)
        page = words(answer)
        assert answer.status_code == 200
        assert "Votre demande est refusée" in page
        assert "tribunal administratif" in page
        assert "Décision prise par" not in page
        file = await case_file(desk.db, case_id=desk.case_id, by=desk.gien.instructor, at=TODAY)
        assert file.decision is None

    async def test_another_agent_reads_the_letter_and_signs(
        self, desk: Desk, camille: Browser, helene: Browser
    ) -> None:
        answer = await act(camille, f"{desk.case}/propose", note="À relire", **REFUSAL)
        assert answer.status_code == 303, words(answer)
        assert desk.number in (await helene.get(f"{desk.list}?view=to_sign")).text
        page = words(await helene.get(f"{desk.case}/sign"))
        assert "Il resterait 0,90 m de passage." in page
        assert "Décision prise par Hélène Garnier" in page
        assert "À relire" in page
        signed = await act(helene, f"{desk.case}/sign")
        assert signed.headers["location"] == f"{desk.case}?done=sign"
        assert "Refusée" in words(await helene.get(desk.case))

    async def test_a_proposal_goes_back_with_what_to_change(
        self, desk: Desk, camille: Browser, helene: Browser
    ) -> None:
        await proposed(desk)
        answer = await act(helene, f"{desk.case}/hand_back", note="Citer l’article 12.")
        assert answer.status_code == 303, words(answer)
        page = words(await camille.get(desk.case))
        assert "À revoir avant de proposer à nouveau" in page
        assert "Citer l’article 12." in page

    async def test_a_letter_by_post_is_notified_by_hand(
        self, desk: Desk, helene: Browser, camille: Browser
    ) -> None:
        omar = await a_resident(desk.db, ("Omar", "Belkacem"))
        filed = await file_request(
            desk.db, desk.gien, by=omar, at=FILED, procedure=OCCUPATION, electronic=False
        )
        other = Desk(desk.gien, filed.case_id, filed.number, desk.db)
        await proposed(other)
        assert "imprimez-la" in words(await helene.get(f"{other.case}/sign"))
        await act(helene, f"{other.case}/sign")
        late = await act(
            camille,
            f"{other.case}/record_notification",
            notified_on="15/04/2026",
            means="registered_letter",
        )
        assert late.status_code == 422
        answer = await act(
            camille,
            f"{other.case}/record_notification",
            notified_on="14/04/2026",
            means="registered_letter",
        )
        assert answer.status_code == 303, words(answer)

    async def test_a_request_is_answered_without_a_second_signature(
        self, desk: Desk, camille: Browser
    ) -> None:
        omar = await a_resident(desk.db, ("Omar", "Belkacem"))
        filed = await file_request(desk.db, desk.gien, by=omar, at=FILED, procedure=CIVIL_RECORD)
        case = f"{desk.list}/{filed.case_id}"
        answer = await act(camille, f"{case}/decide", sense="grant")
        assert answer.status_code == 303, words(answer)

    async def test_no_answer_is_chosen_for_the_agent(self, desk: Desk, camille: Browser) -> None:
        answer = await act(camille, f"{desk.case}/propose", sense="perhaps")
        assert answer.status_code == 422
        assert "Choisissez une réponse" in words(answer)


class TestTwoAgentsAtOnce:
    async def test_the_second_sees_what_changed_and_loses_nothing(
        self, desk: Desk, camille: Browser
    ) -> None:
        page = await camille.get(f"{desk.case}/propose")
        piece = await _first_piece(desk)
        await request_missing_pieces(
            desk.db,
            case_id=desk.case_id,
            version=None,
            pieces={piece: "Illisible"},
            limit=date(2026, 5, 14),
            by=desk.gien.supervisor,
            at=TODAY,
        )
        answer = await camille.post(f"{desk.case}/propose", data={**fields_of(page), **REFUSAL})
        shown = words(answer)
        assert answer.status_code == 409
        assert "Ce dossier a changé pendant que vous écriviez" in shown
        assert "Pièces demandées" in shown
        assert "Paul Marchand" in shown
        assert "Il resterait 0,90 m de passage." in shown
        file = await case_file(desk.db, case_id=desk.case_id, by=desk.gien.instructor, at=TODAY)
        assert file.decision is None
        again = await camille.post(f"{desk.case}/propose", data={**fields_of(answer), **REFUSAL})
        assert again.status_code == 303, words(again)

    async def test_what_was_typed_is_kept_when_the_act_is_no_longer_open(
        self, desk: Desk, camille: Browser
    ) -> None:
        page = await camille.get(f"{desk.case}/propose")
        await proposed(desk)
        answer = await camille.post(f"{desk.case}/propose", data={**fields_of(page), **REFUSAL})
        assert answer.status_code == 409
        assert "Ce que vous aviez écrit" in words(answer)
        assert "Il resterait 0,90 m de passage." in words(answer)

    async def test_a_case_taken_meanwhile_says_by_whom(
        self, desk: Desk, camille: Browser, seated: Seated
    ) -> None:
        page = await camille.get(desk.case)
        other = await an_agent(desk.db, desk.gien.tenant, "instructor", name=("Yann", "Le Goff"))
        await claim_case(desk.db, case_id=desk.case_id, version=None, by=other, at=TODAY)
        answer = await camille.post(f"{desk.case}/claim", data=fields_of(page))
        assert answer.status_code == 409
        assert "Yann Le Goff" in words(answer)

    async def test_the_law_decided_first(self, desk: Desk, camille: Browser) -> None:
        omar = await a_resident(desk.db, ("Omar", "Belkacem"))
        old = await file_request(
            desk.db, desk.gien, by=omar, at=TODAY - timedelta(days=90), procedure=OCCUPATION
        )
        page = await camille.get(desk.case)
        piece = await _first_piece(desk)
        answer = await camille.post(
            f"{desk.list}/{old.case_id}/request_pieces",
            data={"csrf": fields_of(page)["csrf"], "pieces": piece, "limit": "14/05/2026"},
        )
        assert answer.status_code == 409
        assert "par l’effet du silence (CRPA" in words(answer)


class TestTheDelayCalculator:
    async def test_answers_with_reasons_and_articles(self, camille: Browser) -> None:
        page = words(
            await camille.get(
                "/agent/gien/delays?regime=planning-dp&filed=03/11/2026&what0=receipt_sent"
                "&at0=03/11/2026&what1=pieces_asked&at1=12/11/2026&what2=pieces_given"
                "&at2=18/11/2026"
            )
        )
        assert "18 décembre 2026" in page
        assert "C. urb. R423-39" in page
        assert "<svg viewBox" in page
        assert "style=" not in page

    async def test_a_regime_can_be_typed(self, camille: Browser) -> None:
        page = words(
            await camille.get(
                "/agent/gien/delays?regime=other&silence=acceptance&months=1&filed=2026-01-31"
            )
        )
        assert "28 février 2026" in page

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("filed=31/02/2026", "Indiquez un jour qui existe"),
            ("filed=", "Indiquez un jour qui existe"),
            ("filed=03/11/2026&what0=nothing&at0=04/11/2026", "n'est pas l'un de"),
            ("filed=03/11/2026&at0=04/11/2026", "Choisissez ce qui s’est passé"),
            ("filed=03/11/2026&what0=opened&at0=01/11/2026", "Ce fait précède le dépôt"),
            ("filed=03/11/2026&regime=other&months=x", "P"),
            ("filed=03/11/2026&calendar=moon", "Calendrier inconnu"),
            ("filed=03/11/9999", "Année hors de"),
            (
                "filed=03/11/2026&what0=pieces_asked&at0=09/11/2026&other0=01/11/2026",
                "Cette date précède le fait lui-même",
            ),
        ],
    )
    async def test_says_which_input_is_wrong(
        self, camille: Browser, query: str, sentence: str
    ) -> None:
        answer = await camille.get(f"/agent/gien/delays?{query}")
        assert answer.status_code == 422
        page = words(answer).replace("’", "'")
        assert page.count(sentence.replace("’", "'")) >= 2


async def _first_piece(desk: Desk) -> str:
    file = await case_file(desk.db, case_id=desk.case_id, by=desk.gien.instructor, at=TODAY)
    pieces = file.filed_under.procedure.pieces
    return next(cast("str", piece.id) for piece in pieces if piece.indispensable)
