"""The portal without a script: find who answers, fill in, file once, follow."""

import asyncio
import re
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from services.foundation import clock
from services.foundation.database import Database, Operator
from services.foundation.settings import ROOT
from tests.arranging import Deployment, a_resident, file_request, inputs_of
from tests.rooms.web.conftest import Browser, SignedIn, fields_of

OCCUPATION = "/c/gien/commune/occupation-domaine-public"
FIRST = f"{OCCUPATION}/start?insee=45155"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def you(**changed: str) -> dict[str, str]:
    """What is typed on the first page."""
    return {
        "requester.family_name": "Lemoine",
        "requester.given_name": "Nadia",
        "requester.email": "nadia@courriel.example",
        "requester.phone": "06 39 98 12 34",
        "requester.address.street": "14 rue des Tanneurs",
        "requester.address.postcode": "45500",
        "requester.address.locality": "Gien",
        "acts_for": "myself",
        **changed,
    }


async def begun(browser: Browser) -> httpx.Response:
    """The first page sent; the second is shown."""
    first = await browser.get(FIRST)
    sent = await browser.post(FIRST, data={**fields_of(first), **you(), "go": "on"})
    assert sent.status_code == 303, sent.text
    return await browser.get(sent.headers["location"])


class TestTheSquare:
    async def test_goes_straight_to_the_only_commune(self, browser: Browser) -> None:
        answer = await browser.get("/", params={"commune": "45155"})
        assert answer.headers["location"] == "/communes/45155"

    async def test_asks_which_when_several_share_a_postcode(self, browser: Browser) -> None:
        page = await browser.get("/", params={"commune": "45500"})
        assert page.status_code == 200
        assert page.text.count('href="/communes/') > 3

    async def test_says_what_to_try_when_none_is_found(self, browser: Browser) -> None:
        page = await browser.get("/", params={"commune": "zzzz"})
        assert "Aucune commune ne répond à" in page.text

    async def test_says_who_answers_and_why(self, browser: Browser) -> None:
        page = await browser.get("/communes/45155")
        assert "Communauté des Communes Giennoises" in page.text
        assert "/c/cc-giennoises/epci/bac-composteur?insee=45155" in page.text

    async def test_shows_what_is_asked_elsewhere(self, browser: Browser) -> None:
        page = await browser.get("/communes/69123")
        assert "Ce qui se demande ailleurs" in page.text
        assert "Adressez-vous à" in page.text

    async def test_leads_a_former_commune_to_the_present_one(self, browser: Browser) -> None:
        answer = await browser.get("/communes/01033")
        assert answer.status_code in (200, 303)

    async def test_finds_a_procedure_by_its_words(self, browser: Browser) -> None:
        page = await browser.get("/communes/45155", params={"q": "composteur"})
        assert "bac-composteur" in page.text
        assert "acte-etat-civil" not in page.text


class TestASlugOfBefore:
    async def test_leads_to_the_present_one(
        self, browser: Browser, arranged_database: Database, collectivities: Deployment
    ) -> None:
        async with arranged_database.transaction(Operator()) as tx:
            await tx.execute(
                text("INSERT INTO slug_history VALUES ('ville-gien', :id, now())"),
                {"id": collectivities.gien.id},
            )
        answer = await browser.get("/c/ville-gien/commune/occupation-domaine-public?insee=45155")
        assert answer.status_code == 308
        assert answer.headers["location"] == f"{OCCUPATION}?insee=45155"


class TestTheRightRecipient:
    async def test_is_asked_for_where_several_communes_are_answered_for(
        self, browser: Browser
    ) -> None:
        page = await browser.get("/c/loiret/departement/permission-voirie")
        assert "/c/loiret/departement/permission-voirie/place" in page.text

    async def test_is_named_when_it_is_another(self, browser: Browser) -> None:
        page = await browser.get(
            "/c/loiret/departement/permission-voirie/place", params={"insee": "69123"}
        )
        assert "ce n’est pas Département du Loiret qui répond" in page.text


class TestAForm:
    async def test_says_what_to_correct_twice_and_keeps_what_was_typed(
        self, browser: Browser
    ) -> None:
        first = await browser.get(FIRST)
        wrong = you(**{"requester.email": "nadia", "requester.family_name": ""})
        page = await browser.post(FIRST, data={**fields_of(first), **wrong, "go": "on"})
        assert page.status_code == 422
        assert "<title>Erreur" in page.text
        assert page.text.count("Écrivez une adresse électronique complète") == 2
        assert 'href="#f-requester-email"' in page.text
        assert 'value="14 rue des Tanneurs"' in page.text
        assert "parvis_session" not in browser.cookies

    async def test_keeps_a_draft_from_its_first_page(self, browser: Browser) -> None:
        second = await begun(browser)
        assert "étape 2 sur" in second.text
        mine = await browser.get("/requests")
        assert "Occuper le domaine public" in mine.text

    async def test_is_nobody_elses(
        self, browser: Browser, a_browser: Callable[[], Browser]
    ) -> None:
        second = await begun(browser)
        stranger = a_browser()
        await begun(stranger)
        asked = await stranger.get(second.url.path)
        nothing = await stranger.get(f"/c/gien/drafts/{uuid4()}/pages/place")
        assert asked.status_code == nothing.status_code == 404

    async def test_shows_new_questions_before_blaming(self, browser: Browser) -> None:
        first = await browser.get(FIRST)
        hidden = fields_of(first)
        hidden["shown"] = "requester acts_for"
        page = await browser.post(FIRST, data={**hidden, **you(acts_for="client"), "go": "on"})
        assert page.status_code == 200
        assert "De nouvelles questions sont apparues" in page.text
        assert 'name="siret"' in page.text

    async def test_refuses_a_forged_token(self, browser: Browser) -> None:
        second = await begun(browser)
        page = await browser.post(second.url.path, data={"csrf": "forged", "go": "on"})
        assert page.status_code == 403
        assert "form_expired" in page.text

    async def test_of_another_session_is_taken_when_sent_once_more(self, browser: Browser) -> None:
        second = await begun(browser)
        typed = {**fields_of(second), "csrf": "of before", "go": "save"}
        ours = {"Sec-Fetch-Site": "same-origin"}
        page = await browser.post(second.url.path, data=typed, headers=ours)
        assert page.status_code == 403
        assert "Envoyez cette page de nouveau" in page.text
        again = await browser.post(second.url.path, data=fields_of(page), headers=ours)
        assert again.status_code == 422  # it was read: its questions have no answer yet

    async def test_of_an_expired_session_says_so_and_loses_nothing(
        self, browser: Browser, arranged_database: Database
    ) -> None:
        second = await begun(browser)
        hidden = fields_of(second)
        browser.cookies.delete("parvis_session")
        page = await browser.post(second.url.path, data={**hidden, "go": "on"})
        assert page.status_code == 401
        assert f"/sign-in?back={second.url.path.replace('/', '%2F')}" in page.text

    @pytest.mark.parametrize("come_from", ["same-origin", "cross-site", "none", ""])
    async def test_of_an_expired_session_carries_what_was_typed_unless_another_site_sent_it(
        self, browser: Browser, come_from: str
    ) -> None:
        second = await begun(browser)
        hidden = fields_of(second)
        browser.cookies.delete("parvis_session")
        typed = {**hidden, "place": "« 3 » & <quai>\nNord", "go": "on"}
        page = await browser.post(
            second.url.path, data=typed, headers={"Sec-Fetch-Site": come_from}
        )
        assert page.status_code == 401
        kept = {name: value for name, value in fields_of(page).items() if name != "csrf"}
        wanted = {name: value for name, value in typed.items() if name != "csrf"}
        assert kept == (wanted if come_from == "same-origin" else {})

    async def test_tells_when_another_tab_saved_in_between(self, browser: Browser) -> None:
        second = await begun(browser)
        hidden = {**fields_of(second), "revision": "1"}
        place = {"commune": "45155", "street": "1", "surface_kinds": "parking", "built_up": "yes"}
        page = await browser.post(
            second.url.path, data={**hidden, **place, "clear_passage": "1,6", "go": "on"}
        )
        assert page.status_code == 409
        assert "modifié dans un autre onglet" in page.text


class TestFiles:
    async def documents(self, browser: Browser) -> str:
        """The page where files are sent, and its address."""
        second = await begun(browser)
        return second.url.path.replace("/pages/place", "/pages/documents")

    async def send(
        self, browser: Browser, name: str, content: bytes, kind: str = "application/pdf"
    ) -> httpx.Response:
        address = await self.documents(browser)
        shown = await browser.get(address)
        return await browser.post(
            address, data={**fields_of(shown), "go": "on"}, files={"plan": (name, content, kind)}
        )

    async def test_are_kept_and_shown(self, browser: Browser) -> None:
        sent = await self.send(browser, "plan d’été.pdf", PDF)
        assert sent.status_code == 303, sent.text
        page = await browser.get(sent.headers["location"].replace("/review", "/pages/documents"))
        assert "plan d’été.pdf" in page.text

    async def test_in_disguise_are_refused_and_the_rest_is_kept(self, browser: Browser) -> None:
        page = await self.send(browser, "plan.pdf", b"MZ" + b"\0" * 4000)
        assert page.status_code == 415
        assert page.text.count("plan.pdf") >= 2

    async def test_too_large_are_refused(self, browser: Browser) -> None:
        page = await self.send(browser, "plan.pdf", PDF + b"\0" * 10_100_000)
        assert page.status_code == 413
        assert "dépasse 10" in page.text

    async def test_of_a_forger_are_never_opened(self, browser: Browser) -> None:
        address = await self.documents(browser)
        page = await browser.post(
            address, data={"csrf": "forged"}, files={"plan": ("plan.pdf", PDF, "application/pdf")}
        )
        assert page.status_code == 403


class TestAFileOnTheFirstPage:
    async def test_begins_one_draft_only_however_often_the_page_is_sent_again(
        self, browser: Browser
    ) -> None:
        """A page refused after its file was kept goes on with the draft that the file began."""
        first = await browser.get(FIRST)
        wrong = {**fields_of(first), **you(**{"requester.email": "nadia"}), "go": "on"}
        page = await browser.post(
            FIRST, data=wrong, files={"plan": ("plan.pdf", PDF, "application/pdf")}
        )
        assert page.status_code == 422
        action = re.search(r'<form method="post" action="(/c/gien/drafts/[^"]+)"', page.text)
        assert action is not None
        right = {**fields_of(page), **you(), "go": "on"}
        sent = await browser.post(action[1], data=right)
        assert sent.status_code == 303
        mine = await browser.get("/requests")
        assert mine.text.count("/pages/") == 1


class TestFiling:
    async def test_gives_the_number_at_once_and_only_one_for_two_clicks(
        self, signed_in: SignedIn, arranged_database: Database, collectivities: Deployment
    ) -> None:
        browser = await signed_in("nadia")
        address = await filled(browser)
        review = await browser.get(address)
        answers = {
            **fields_of(review),
            "statement": ["accurate", "restore"],
            "notification": "portal",
        }
        first, second = await asyncio.gather(
            browser.post(address, data=answers), browser.post(address, data=answers)
        )
        assert first.status_code == second.status_code == 303, (first.text, second.text)
        assert first.headers["location"] == second.headers["location"]
        filed = await browser.get(first.headers["location"])
        assert "Votre demande est déposée" in filed.text
        again = await browser.post(address, data=answers)
        assert again.headers["location"] == first.headers["location"]

    async def test_asks_how_to_be_answered(self, signed_in: SignedIn) -> None:
        browser = await signed_in("nadia")
        address = await filled(browser)
        review = await browser.get(address)
        page = await browser.post(address, data=fields_of(review))
        assert page.status_code == 422
        assert page.text.count("Choisissez comment recevoir la réponse") == 2

    async def test_wants_every_declaration(self, signed_in: SignedIn) -> None:
        browser = await signed_in("nadia")
        address = await filled(browser)
        review = await browser.get(address)
        one = {**fields_of(review), "statement": "accurate", "notification": "portal"}
        page = await browser.post(address, data=one)
        assert page.status_code == 422
        assert page.text.count("Cochez cette case pour envoyer la demande") == 2

    async def test_goes_back_to_what_is_missing(self, browser: Browser) -> None:
        second = await begun(browser)
        address = second.url.path.replace("/pages/place", "/review")
        review = await browser.get(address)
        assert "réponses à compléter" in review.text
        answers = {**fields_of(review), "statement": ["accurate", "restore"]}
        page = await browser.post(address, data={**answers, "notification": "post"})
        assert page.status_code == 422


async def filled(browser: Browser) -> str:
    """Every page of an occupation filled in; the address of the review."""
    page = await browser.get(FIRST)
    who = type("Who", (), {"given_name": "Nadia", "family_name": "Lemoine", "email": "n@x.example"})
    typed = inputs_of(
        "commune/occupation-domaine-public",
        who=who,  # type: ignore[arg-type]
        on=clock.now().date(),
    )
    for _ in range(8):
        answer = await browser.post(
            str(page.url.raw_path, "ascii"), data={**fields_of(page), **typed, "go": "on"}
        )
        if answer.status_code == 200:  # questions that the answers call for have appeared
            page = answer
            continue
        assert answer.status_code == 303, answer.text[:3000]
        address = str(answer.headers["location"])
        if address.endswith("/review"):
            return address
        page = await browser.get(address)
    raise AssertionError("the form never ends")


async def filed_with_a_file(browser: Browser) -> str:
    """A request filed with its plan; the address of the plan."""
    review = await filled(browser)
    documents = review.replace("/review", "/pages/documents")
    shown = await browser.get(documents)
    sent = await browser.post(
        documents,
        data={**fields_of(shown), "go": "on"},
        files={"plan": ("plan.pdf", PDF, "application/pdf")},
    )
    assert sent.status_code == 303, sent.text[:2000]
    again = await browser.get(review)
    declared = {"statement": ["accurate", "restore"], "notification": "portal"}
    filed = await browser.post(review, data={**fields_of(again), **declared})
    case = filed.headers["location"].removesuffix("/filed")
    page = await browser.get(case)
    found = re.search(rf'href="({case}/files/[0-9a-f-]+)"', page.text)
    assert found is not None
    return found[1]


class TestARequest:
    async def test_is_only_its_residents(
        self, signed_in: SignedIn, arranged_database: Database, collectivities: Deployment
    ) -> None:
        resident = await a_resident(arranged_database)
        filed = await file_request(
            arranged_database, collectivities.gien, by=resident, at=clock.now()
        )
        stranger = await signed_in("somebody")
        for way in ("", "/filed", "/withdraw", f"/letters/{uuid4()}"):
            theirs = await stranger.get(f"/requests/{filed.case_id}{way}")
            nothing = await stranger.get(f"/requests/{uuid4()}{way}")
            assert theirs.status_code == nothing.status_code == 404

    async def test_can_be_withdrawn_after_a_warning(self, signed_in: SignedIn) -> None:
        browser = await signed_in("nadia")
        address = await filled(browser)
        review = await browser.get(address)
        filed = await browser.post(
            address,
            data={
                **fields_of(review),
                "statement": ["accurate", "restore"],
                "notification": "portal",
            },
        )
        case = filed.headers["location"].removesuffix("/filed")
        warning = await browser.get(f"{case}/withdraw")
        assert "aucune décision ne sera prise" in warning.text
        done = await browser.post(f"{case}/withdraw", data=fields_of(warning))
        assert done.headers["location"] == f"{case}?done=withdrawn"
        page = await browser.get(done.headers["location"])
        assert "Votre demande est retirée" in page.text
        assert "Retirer la demande" not in page.text


class TestAClosedProcedure:
    async def test_stays_in_the_list_with_its_reason(
        self, browser: Browser, arranged_database: Database, collectivities: Deployment
    ) -> None:
        async with arranged_database.transaction(Operator()) as tx:
            await tx.execute(
                text(
                    "UPDATE adoption SET state = 'closed', closed_reason = "
                    """'{"fr": "Travaux.", "en": "Works."}' WHERE tenant_id = :id"""
                ),
                {"id": collectivities.gien.id},
            )
        page = await browser.get(OCCUPATION)
        assert "Travaux." in page.text
        assert "Commencer la demande" not in page.text
        refused = await browser.get(FIRST)
        assert refused.status_code == 409


def test_the_pages_have_templates_of_their_name() -> None:
    portal = ROOT / "services" / "web" / "portal"
    for template in portal.glob("*.html"):
        if template.stem != "frame":
            assert (portal / f"{template.stem}.py").exists(), template.stem
