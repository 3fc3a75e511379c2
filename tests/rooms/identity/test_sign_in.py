"""The dialogue with a real Keycloak: what it asks, what we accept, what happens without it."""

import asyncio
import json
import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jws import extract_compact

from services.foundation import clock
from services.foundation.errors import Outage
from services.foundation.i18n import using_language
from services.identity.contracts import BACKCHANNEL_SIGN_OUT_PATH, Account, Door
from services.identity.directory import AccountOrder, Directory
from services.identity.errors import SignInAbandoned, SignInExpired, SignInNotProven
from services.identity.oidc import IdentityProvider
from services.identity.realm import RealmOrder, provision_realm
from services.standalone.keycloak import Keycloak
from tests.rooms.identity.browser import Browser, current_code, sign_in
from tests.rooms.identity.conftest import BASE_URL, settings_for

PASSWORD = "Parvis-sous-la-pluie-26"


async def _resident(directory: Directory, name: str) -> Account:
    return await directory.create_account(
        AccountOrder(
            username=f"{name}@resident.example",
            given_name=name.title(),
            family_name="Lemoine",
            password=PASSWORD,
        )
    )


async def _agent(directory: Directory, name: str) -> Account:
    await directory.ensure_organization(siren="214501553", name="Ville de Gien")
    return await directory.create_account(
        AccountOrder(
            username=f"{name}@gien.example",
            given_name=name.title(),
            family_name="Rousseau",
            agent=True,
            siren="214501553",
            password=PASSWORD,
        )
    )


async def _answered(
    provider: IdentityProvider, account: Account, *, door: Door = "portal"
) -> tuple[str, dict[str, str]]:
    """The ticket and the query she comes back with."""
    start = await provider.begin(door=door, return_to="/mes-demandes", at=clock.now())
    answer = await asyncio.to_thread(
        sign_in,
        Browser(BASE_URL),
        start,
        username=account.username,
        password=account.password,
        totp_secret=account.totp_secret,
    )
    return start.ticket, answer


class TestAResident:
    async def test_is_vouched_for(
        self, provider: IdentityProvider, directory: Directory, realm: Keycloak
    ) -> None:
        account = await _resident(directory, "nadia")

        ticket, answer = await _answered(provider, account)
        proven = await provider.complete(ticket=ticket, answer=answer, at=clock.now())

        assert proven.issuer == _issuer(realm)
        assert proven.subject == account.subject
        assert (proven.given_name, proven.family_name) == ("Nadia", "Lemoine")
        assert proven.email == "nadia@resident.example"
        assert proven.methods == {"pwd"}
        assert proven.return_to == "/mes-demandes"

    async def test_is_named_by_no_token(
        self, provider: IdentityProvider, directory: Directory
    ) -> None:
        account = await _resident(directory, "nadia")
        ticket, answer = await _answered(provider, account)
        proven = await provider.complete(ticket=ticket, answer=answer, at=clock.now())

        url = await provider.sign_out_url(proven.id_token)

        hint = parse_qs(urlsplit(url).query)["id_token_hint"][0]
        assert set(_claims(hint)).isdisjoint({"name", "given_name", "family_name", "email"})

    async def test_may_open_her_own_account(
        self, provider: IdentityProvider, realm: Keycloak
    ) -> None:
        start = await provider.begin(door="portal", return_to="/", at=clock.now())
        browser = Browser(BASE_URL)

        page = await asyncio.to_thread(browser.go, start.url)
        link = re.search(r'href="([^"]*registrations?[^"]*)"', page.text)

        assert link is not None
        form = await asyncio.to_thread(
            browser.go, f"{realm.url}{link.group(1).replace('&amp;', '&')}"
        )
        assert 'name="email"' in form.text
        assert 'name="username"' not in form.text

    async def test_reads_french_pages_or_english_ones(self, provider: IdentityProvider) -> None:
        french = await provider.begin(door="portal", return_to="/", at=clock.now())
        with using_language("en"):
            english = await provider.begin(door="portal", return_to="/", at=clock.now())

        first = await asyncio.to_thread(Browser(BASE_URL).go, french.url)
        second = await asyncio.to_thread(Browser(BASE_URL).go, english.url)

        assert 'lang="fr"' in first.text
        assert "Mot de passe" in first.text
        assert 'lang="en"' in second.text


class TestAnAgent:
    async def test_shows_two_factors(
        self, provider: IdentityProvider, directory: Directory
    ) -> None:
        account = await _agent(directory, "claire")

        ticket, answer = await _answered(provider, account, door="backoffice")
        proven = await provider.complete(ticket=ticket, answer=answer, at=clock.now())

        assert proven.methods == {"pwd", "otp"}
        assert proven.door == "backoffice"

    async def test_still_shows_them_when_keycloak_knows_her_browser(
        self, provider: IdentityProvider, directory: Directory
    ) -> None:
        account = await _agent(directory, "denis")
        browser = Browser(BASE_URL)
        start = await provider.begin(door="backoffice", return_to="/", at=clock.now())
        await asyncio.to_thread(
            sign_in,
            browser,
            start,
            username=account.username,
            password=account.password,
            totp_secret=account.totp_secret,
        )

        again = await provider.begin(door="backoffice", return_to="/", at=clock.now())
        back = await asyncio.to_thread(browser.go, again.url)
        answer = dict(httpx.URL(back.headers["location"]).params)
        proven = await provider.complete(ticket=again.ticket, answer=answer, at=clock.now())

        assert proven.methods == {"pwd", "otp"}

    async def test_made_one_while_signed_in_has_shown_a_password_only(
        self, provider: IdentityProvider, directory: Directory
    ) -> None:
        """Keycloak lets her browser through; `sign_in` then refuses and we insist."""
        account = await _resident(directory, "hortense")
        browser = Browser(BASE_URL)
        start = await provider.begin(door="portal", return_to="/", at=clock.now())
        await asyncio.to_thread(
            sign_in, browser, start, username=account.username, password=account.password
        )
        await directory.create_account(
            AccountOrder(account.username, "Hortense", "Lemoine", agent=True)
        )

        known = await provider.begin(door="backoffice", return_to="/", at=clock.now())
        back = await asyncio.to_thread(browser.go, known.url)
        answer = dict(httpx.URL(back.headers["location"]).params)
        proven = await provider.complete(ticket=known.ticket, answer=answer, at=clock.now())
        insisting = await provider.begin(
            door="backoffice", return_to="/", at=clock.now(), again=True
        )
        page = await asyncio.to_thread(browser.go, insisting.url)

        assert proven.methods == {"pwd"}
        assert not proven.asked_again
        assert not page.is_redirect

    async def test_is_asked_again_when_we_insist(
        self, provider: IdentityProvider, directory: Directory
    ) -> None:
        account = await _agent(directory, "elise")
        browser = Browser(BASE_URL)
        start = await provider.begin(door="backoffice", return_to="/", at=clock.now())
        await asyncio.to_thread(
            sign_in,
            browser,
            start,
            username=account.username,
            password=account.password,
            totp_secret=account.totp_secret,
        )

        again = await provider.begin(door="backoffice", return_to="/", at=clock.now(), again=True)
        page = await asyncio.to_thread(browser.go, again.url)

        assert not page.is_redirect
        assert 'name="password"' in page.text

    async def test_uses_a_code_once(self, provider: IdentityProvider, directory: Directory) -> None:
        account = await _agent(directory, "farid")
        assert account.totp_secret is not None
        code = current_code(account.totp_secret)
        pages = []
        for _ in range(2):
            start = await provider.begin(door="backoffice", return_to="/", at=clock.now())
            browser = Browser(BASE_URL)
            page = await asyncio.to_thread(browser.go, start.url)
            page = await asyncio.to_thread(
                lambda browser=browser, page=page: browser.submit(
                    page, username=account.username, password=PASSWORD
                )
            )
            pages.append(
                await asyncio.to_thread(
                    lambda browser=browser, page=page: browser.submit(page, otp=code)
                )
            )

        assert pages[0].is_redirect
        assert not pages[1].is_redirect

    @pytest.mark.parametrize(
        ("ahead", "let_in"),
        # RFC 6238 §5.2: at most one step each way. Ahead, as time can only bring it nearer.
        [(timedelta(seconds=30), True), (timedelta(seconds=90), False)],
        ids=["one step", "three steps"],
    )
    async def test_may_have_a_clock_one_step_off(
        self, provider: IdentityProvider, directory: Directory, ahead: timedelta, let_in: bool
    ) -> None:
        account = await _agent(directory, f"hermine{ahead.seconds}")
        assert account.totp_secret is not None
        code = current_code(account.totp_secret, at=clock.now() + ahead)
        start = await provider.begin(door="backoffice", return_to="/", at=clock.now())
        browser = Browser(BASE_URL)
        page = await asyncio.to_thread(browser.go, start.url)
        page = await asyncio.to_thread(
            lambda: browser.submit(page, username=account.username, password=PASSWORD)
        )

        answered = await asyncio.to_thread(lambda: browser.submit(page, otp=code))

        assert answered.is_redirect is let_in

    async def test_without_a_code_has_to_set_one_up_before_entering(
        self, provider: IdentityProvider, directory: Directory, realm: Keycloak
    ) -> None:
        account = await _resident(directory, "gilles")
        await directory.create_account(
            AccountOrder(account.username, "Gilles", "Lemoine", agent=True)
        )
        start = await provider.begin(door="backoffice", return_to="/", at=clock.now())
        browser = Browser(BASE_URL)

        page = await asyncio.to_thread(browser.go, start.url)
        page = await asyncio.to_thread(
            lambda: browser.submit(page, username=account.username, password=PASSWORD)
        )

        assert not page.is_redirect
        assert 'name="totp"' in page.text


class TestAnAnswer:
    async def test_that_was_used_is_refused(
        self, provider: IdentityProvider, directory: Directory
    ) -> None:
        ticket, answer = await _answered(provider, await _resident(directory, "nadia"))
        await provider.complete(ticket=ticket, answer=answer, at=clock.now())

        with pytest.raises(SignInExpired):
            await provider.complete(ticket=ticket, answer=answer, at=clock.now())

    async def test_to_another_browser_is_refused(
        self, provider: IdentityProvider, directory: Directory
    ) -> None:
        _, answer = await _answered(provider, await _resident(directory, "nadia"))
        hers = await provider.begin(door="portal", return_to="/", at=clock.now())

        with pytest.raises(SignInNotProven, match="sign_in_not_proven"):
            await provider.complete(ticket=hers.ticket, answer=answer, at=clock.now())

    async def test_that_comes_after_ten_minutes_is_refused(
        self, provider: IdentityProvider
    ) -> None:
        start = await provider.begin(door="portal", return_to="/", at=clock.now())

        with pytest.raises(SignInExpired):
            await provider.complete(
                ticket=start.ticket,
                answer={"state": "any", "code": "any"},
                at=clock.now() + timedelta(minutes=11),
            )

    async def test_with_a_forged_ticket_is_refused(self, provider: IdentityProvider) -> None:
        with pytest.raises(SignInExpired):
            await provider.complete(
                ticket="gAAAAABforged", answer={"state": "any", "code": "any"}, at=clock.now()
            )

    async def test_that_says_no_is_told_as_such(self, provider: IdentityProvider) -> None:
        start = await provider.begin(door="portal", return_to="/", at=clock.now())
        state = parse_qs(urlsplit(start.url).query)["state"][0]

        with pytest.raises(SignInAbandoned):
            await provider.complete(
                ticket=start.ticket,
                answer={"state": state, "error": "access_denied"},
                at=clock.now(),
            )

    @pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil"])
    async def test_never_sends_her_to_another_site(
        self, provider: IdentityProvider, directory: Directory, path: str
    ) -> None:
        account = await _resident(directory, "nadia")
        start = await provider.begin(door="portal", return_to=path, at=clock.now())
        answer = await asyncio.to_thread(
            sign_in,
            Browser(BASE_URL),
            start,
            username=account.username,
            password=account.password,
        )

        proven = await provider.complete(ticket=start.ticket, answer=answer, at=clock.now())

        assert proven.return_to == "/"


class TestKeycloak:
    async def test_refuses_a_request_without_pkce(
        self, provider: IdentityProvider, realm: Keycloak
    ) -> None:
        start = await provider.begin(door="portal", return_to="/", at=clock.now())
        url = httpx.URL(start.url)
        bare = url.copy_remove_param("code_challenge").copy_remove_param("code_challenge_method")

        page = await asyncio.to_thread(Browser(BASE_URL).go, str(bare))

        assert "error=invalid_request" in page.headers["location"]

    async def test_refuses_another_address_to_come_back_to(
        self, provider: IdentityProvider
    ) -> None:
        start = await provider.begin(door="portal", return_to="/", at=clock.now())
        other = httpx.URL(start.url).copy_set_param("redirect_uri", f"{BASE_URL}/elsewhere")

        page = await asyncio.to_thread(Browser(BASE_URL).go, str(other))

        assert page.status_code == httpx.codes.BAD_REQUEST

    async def test_is_brought_to_its_policy_twice_without_harm(
        self, realm: Keycloak, provider: IdentityProvider, directory: Directory
    ) -> None:
        account = await _resident(directory, "nadia")

        await asyncio.to_thread(lambda: realm.prepare_realm(base_url=BASE_URL))

        ticket, answer = await _answered(provider, account)
        assert await provider.complete(ticket=ticket, answer=answer, at=clock.now())

    async def test_locks_an_account_after_wrong_passwords(
        self, provider: IdentityProvider, directory: Directory
    ) -> None:
        account = await _resident(directory, "victor")
        start = await provider.begin(door="portal", return_to="/", at=clock.now())
        browser = Browser(BASE_URL)
        page = await asyncio.to_thread(browser.go, start.url)
        for attempt in range(7):
            page = await asyncio.to_thread(
                lambda page=page, attempt=attempt: browser.submit(
                    page, username=account.username, password=f"wrong {attempt}"
                )
            )

        page = await asyncio.to_thread(
            lambda page=page: browser.submit(page, username=account.username, password=PASSWORD)
        )

        assert not page.is_redirect

    async def test_that_is_down_is_an_outage_named(self, realm: Keycloak) -> None:
        nobody = "http://127.0.0.1:9"
        provider = IdentityProvider(
            issuer=f"{nobody}/realms/parvis",
            client_id="parvis",
            client_secret="x",
            base_url=BASE_URL,
            secret_key="x",
        )

        with pytest.raises(Outage) as signing_in:
            await provider.begin(door="portal", return_to="/", at=clock.now())
        with pytest.raises(Outage) as provisioning:
            await asyncio.to_thread(
                lambda: provision_realm(
                    server_url=nobody,
                    admin_user="x",
                    admin_password="x",
                    order=RealmOrder(BASE_URL, "parvis", "x", "x"),
                )
            )
        with pytest.raises(Outage) as listing:
            await Directory(server_url=nobody, client_id="x", client_secret="x").ping()
        await provider.close()

        assert signing_in.value.part == "Keycloak"
        assert provisioning.value.part == "Keycloak"
        assert listing.value.part == "Keycloak"

    async def test_refuses_a_wrong_key_as_an_outage(self, realm: Keycloak) -> None:
        impostor = Directory(
            server_url=realm.url, client_id="parvis-onboarding", client_secret="wrong"
        )

        with pytest.raises(Outage):
            await impostor.ping()


class TestTheDirectory:
    async def test_names_a_collectivity_by_its_siren(self, directory: Directory) -> None:
        made = await directory.ensure_organization(siren="244500211", name="CC Giennoises")
        again = await directory.ensure_organization(siren="244500211", name="CC Giennoises")
        renamed = await directory.ensure_organization(siren="244500211", name="Giennoises")

        assert (made, again, renamed) == (True, False, True)
        assert (await directory.organizations())["244500211"] == "Giennoises"

    async def test_makes_an_account_once(self, directory: Directory) -> None:
        first = await _agent(directory, "claire")
        again = await _agent(directory, "claire")

        assert first.subject == again.subject


class TestSigningOut:
    async def test_is_told_by_keycloak_when_she_is_signed_out_everywhere(
        self, realm: Keycloak, directory: Directory
    ) -> None:
        """A server stands for the application at the address that Keycloak knows by heart."""
        listener = _Listener()
        await asyncio.to_thread(lambda: realm.prepare_realm(base_url=listener.url))
        provider = IdentityProvider.from_settings(settings_for(realm, listener.url))
        account = await _resident(directory, "octavie")
        start = await provider.begin(door="portal", return_to="/", at=clock.now())
        answer = await asyncio.to_thread(
            sign_in,
            Browser(listener.url),
            start,
            username=account.username,
            password=account.password,
        )
        proven = await provider.complete(ticket=start.ticket, answer=answer, at=clock.now())

        await directory.end_all_sessions(account.subject)
        path, token = await asyncio.to_thread(listener.wait)
        signed_out = await provider.read_sign_out(token, at=clock.now())

        assert path == BACKCHANNEL_SIGN_OUT_PATH
        assert (signed_out.issuer, signed_out.subject) == (_issuer(realm), account.subject)
        assert signed_out.provider_session == proven.provider_session
        with pytest.raises(SignInNotProven):
            await provider.read_sign_out(proven.id_token, at=clock.now())
        with pytest.raises(SignInNotProven):
            await provider.read_sign_out("not a token", at=clock.now())
        await provider.close()
        listener.close()
        await asyncio.to_thread(lambda: realm.prepare_realm(base_url=BASE_URL))


def _issuer(realm: Keycloak) -> str:
    return realm.settings()["oidc_issuer"]


def _claims(token: str) -> dict[str, object]:
    return dict(json.loads(extract_compact(token.encode()).payload))


class _Listener:
    """Receives one sign-out."""

    def __init__(self) -> None:
        self._heard = threading.Event()
        self._told: tuple[str, str] = ("", "")
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                listener._told = (self.path, parse_qs(body)["logout_token"][0])
                self.send_response(200)
                self.end_headers()
                listener._heard.set()

            def log_message(self, *args: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def wait(self) -> tuple[str, str]:
        assert self._heard.wait(15), "Keycloak said nothing"
        return self._told

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
