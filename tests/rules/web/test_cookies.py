"""A session never travels in clear."""

import pytest
from starlette.responses import Response

from services.foundation.settings import Settings
from services.web.shared.cookies import UnsafeAddress, WeakSecret, cookies_for

SECRET = "s" * 32


def settings(base_url: str, secret: str = SECRET) -> Settings:
    return Settings(base_url=base_url, secret_key=secret)


class TestTheCookieOfProduction:
    def test_is_of_this_host_and_secure(self) -> None:
        cookies = cookies_for(settings("https://parvis.example"))
        response = Response()
        cookies.put(response, cookies.session, "value")
        sent = response.headers["set-cookie"]
        assert sent.startswith("__Host-parvis=value")
        for flag in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
            assert flag in sent
        assert "Domain" not in sent

    def test_needs_a_secret_of_its_own(self) -> None:
        with pytest.raises(WeakSecret):
            cookies_for(settings("https://parvis.example", "short"))


class TestTheCookieOfALaptop:
    @pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
    def test_has_another_name_and_no_secure(self, host: str) -> None:
        cookies = cookies_for(settings(f"http://{host}"))
        response = Response()
        cookies.put(response, cookies.session, "value")
        assert response.headers["set-cookie"].startswith("parvis_session=value")
        assert "Secure" not in response.headers["set-cookie"]

    @pytest.mark.parametrize(
        "address", ["http://parvis.example", "http://192.168.1.4:8000", "http://127.0.0.1.example"]
    )
    def test_is_refused_anywhere_else(self, address: str) -> None:
        with pytest.raises(UnsafeAddress):
            cookies_for(settings(address))


class TestTheTokenOfAForm:
    def test_depends_on_the_browser_and_on_the_house(self) -> None:
        one = cookies_for(settings("https://parvis.example"))
        other = cookies_for(settings("https://parvis.example", "t" * 32))
        assert one.token("a") == one.token("a")
        assert one.token("a") != one.token("b")
        assert one.token("a") != other.token("a")
