"""Signing in and out, for the three doors. Keycloak says who; the session is ours."""

from contextlib import suppress

from starlette.responses import PlainTextResponse, Response

from services.foundation.errors import Outage
from services.identity import queries as identity
from services.identity.actions.sign_in import sign_in
from services.identity.actions.sign_out import sign_out_everywhere, signed_out_by_provider
from services.identity.contracts import (
    BACKCHANNEL_SIGN_OUT_PATH,
    SIGN_IN_RETURN_PATH,
    Door,
)
from services.identity.errors import SecondFactorMissing, SignInExpired
from services.web.shared import form as forms
from services.web.shared.cookies import cookie
from services.web.shared.door import Doors
from services.web.shared.visit import SEED_COOKIE, Visit

doors = Doors("portal")
TICKET = "ticket"
TICKET_SECONDS = 600


@doors.get("/sign-in", permission="public", act="sign_in")
async def sign_in_resident(visit: Visit) -> Response:
    return await _begin(visit, "portal", visit.query("back") or "/requests")


@doors.get("/agent/sign-in", permission="public", act="sign_in")
async def sign_in_agent(visit: Visit) -> Response:
    return await _begin(visit, "backoffice", visit.query("back") or "/agent")


async def _begin(visit: Visit, door: Door, back: str, *, again: bool = False) -> Response:
    """Off to the identity provider, with a ticket to show when coming back."""
    start = await visit.house.identity.begin(door=door, return_to=back, at=visit.at, again=again)
    visit.put_cookie(visit.house.cookies.name(TICKET), start.ticket, seconds=TICKET_SECONDS)
    return visit.go(start.url)


@doors.get(SIGN_IN_RETURN_PATH, permission="public", act="sign_in")
async def sign_in_return(visit: Visit) -> Response:
    """Back from the identity provider: a new session under a new key."""
    name = visit.house.cookies.name(TICKET)
    ticket = cookie(visit.request, name)
    visit.drop_cookie(name)
    if not ticket:
        raise SignInExpired
    proven = await visit.house.identity.complete(
        ticket=ticket, answer=dict(visit.request.query_params), at=visit.at
    )
    previous = identity.key_hash_of(visit.session_key)
    try:
        opened = await sign_in(visit.house.db, proven=proven, previous=previous, at=visit.at)
    except SecondFactorMissing:
        # Keycloak knew her from before she was an agent: it asks for the code now, once.
        if proven.asked_again:
            raise
        return await _begin(visit, proven.door, proven.return_to, again=True)
    visit.put_cookie(visit.house.cookies.session, opened.token)
    visit.drop_cookie(visit.house.cookies.name(SEED_COOKIE))
    return visit.go(proven.return_to)


@doors.post("/session/sign-out", permission="public")
async def leave(visit: Visit) -> Response:
    """Sign out here, on her other devices, and at the identity provider."""
    visit.drop_cookie(visit.house.cookies.session)
    if visit.who is None:
        return visit.go("/")
    id_token = await identity.read_id_token(visit.house.db, visit.who.key_hash)
    _ended, subject = await sign_out_everywhere(visit.house.db, key_hash=visit.who.key_hash)
    if id_token is None or subject is None:
        return visit.go("/")
    with suppress(Outage):  # else another device would be let in again without a question
        await visit.house.directory.end_all_sessions(subject)
    try:
        return visit.go(await visit.house.identity.sign_out_url(id_token))
    except Outage:  # signed out here all the same
        return visit.go("/")


@doors.post(BACKCHANNEL_SIGN_OUT_PATH, permission="public", body="stream", act=None)
async def signed_out_elsewhere(visit: Visit) -> Response:
    """Keycloak tells that somebody signed out; its signed word is the proof, there is no form."""
    told = forms.parse(await visit.request.body()).one("logout_token")
    signed_out = await visit.house.identity.read_sign_out(told, at=visit.at)
    await signed_out_by_provider(visit.house.db, signed_out=signed_out)
    return PlainTextResponse("", headers={"Cache-Control": "no-store"})
