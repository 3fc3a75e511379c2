"""A door: an address, a permission that must be declared, and an endpoint that gets a `Visit`."""

from collections.abc import Awaitable, Callable
from typing import Literal

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from services.foundation.errors import NotFound, Outage, Refusal
from services.identity import permissions
from services.identity import queries as identity
from services.identity.actions.keep_alive import keep_alive
from services.identity.contracts import Permission as Right
from services.identity.errors import SignInNeeded
from services.web.shared import answers
from services.web.shared.house import House
from services.web.shared.tenant import face_or_redirect
from services.web.shared.visit import Door, Visit

Endpoint = Callable[[Visit], Awaitable[Response]]

# public: anybody · person: a browser that began a form, or a resident · resident: signed in
# agent: any agent · platform: IT administrators · the others: that right in the address's tenant
# in_the_action: the act itself reads the session and checks the form, in its own first trip
Permission = Literal["public", "in_the_action", "person", "resident", "agent", "platform"] | Right
Body = Literal["form", "stream"]


class Doors:
    """The routes of one door."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.routes: list[Route] = []

    def get(self, path: str, *, permission: Permission) -> Callable[[Endpoint], Endpoint]:
        """A page that is read."""
        return self._add("GET", path, permission, None)

    def post(
        self, path: str, *, permission: Permission, body: Body = "form"
    ) -> Callable[[Endpoint], Endpoint]:
        """An act. Its form is parsed and its token checked before the endpoint runs; with
        `body="stream"` the endpoint reads it itself (uploads)."""
        return self._add("POST", path, permission, body)

    def _add(
        self, method: str, path: str, permission: Permission, body: Body | None
    ) -> Callable[[Endpoint], Endpoint]:
        def open_door(endpoint: Endpoint) -> Endpoint:
            async def answer(request: Request) -> Response:
                request.scope["state"]["route"] = path
                visit = Visit(request, request.app.state.house, self.door)
                return visit.finish(await _answer(visit, endpoint, permission, body))

            answer.permission = permission  # type: ignore[attr-defined]
            answer.__name__ = endpoint.__name__
            self.routes.append(Route(path, answer, methods=[method], name=endpoint.__name__))
            return endpoint

        return open_door


async def _answer(
    visit: Visit, endpoint: Endpoint, permission: Permission, body: Body | None
) -> Response:
    """The endpoint's answer, or the page of the kind of "no" it met."""
    try:
        moved = await _enter(visit, permission)
        if moved is not None:
            return moved
        if body == "form" and permission != "in_the_action":
            await visit.read_form()
        return await endpoint(visit)
    except Exception as error:  # noqa: BLE001 - the edge of the house: every error has its page
        return await _answer_no(visit, error)


async def _answer_no(visit: Visit, error: Exception) -> Response:
    match error:
        case SignInNeeded() if visit.request.method == "GET":
            return visit.go(visit.sign_in)
        case Refusal():
            return await answers.refused(visit, error)
        case Outage():
            return await answers.unavailable(visit, error)
        case ClientDisconnect():
            return Response(status_code=499)
    return await answers.broken(visit, error)


async def _enter(visit: Visit, permission: Permission) -> Response | None:
    """Who asks, in which collectivity, with what right; a redirect when the slug has changed."""
    if permission != "in_the_action":
        await recognise(visit)
    if "slug" in visit.request.path_params:
        moved = await face_or_redirect(visit)
        if moved is not None:
            return moved
    _check(visit, permission)
    return None


async def recognise(visit: Visit) -> None:
    """Read the session behind this visit, if there is one."""
    house: House = visit.house
    key_hash = identity.key_hash_of(visit.session_key)
    if key_hash is not None:
        visit.who = await identity.read_session(house.db, key_hash, at=visit.at)
    if visit.who is not None:
        await keep_alive(house.db, who=visit.who, at=visit.at)


def _check(visit: Visit, permission: Permission) -> None:
    """Raises `SignInNeeded`, `NotAllowed`, or `NotFound` to a stranger."""
    match permission:
        case "public" | "in_the_action":
            return
        case "person":
            _ = visit.person
        case "resident":
            if visit.who is None or visit.who.verified_person is None:
                raise SignInNeeded
        case "agent":
            _ = visit.agent
        case "platform":
            if not visit.agent.is_platform_admin:
                raise NotFound
        case _:
            permissions.require(visit.agent, permission, tenant_id=visit.tenant.id)
