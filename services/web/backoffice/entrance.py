"""Where agents come in: straight to work, or choosing among their collectivities."""

from starlette.responses import Response

from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("backoffice")


@doors.get("/agent", permission="agent")
async def entrance(visit: Visit) -> Response:
    agent = visit.agent
    working = {each.tenant_slug for each in agent.memberships if each.role != "administrator"}
    faces = [face for face in await visit.house.tenants.all() if face.slug in working]
    if not faces and agent.is_platform_admin:
        return visit.go("/administration")
    if len(faces) == 1 and not agent.is_platform_admin:
        return visit.go(f"/agent/{faces[0].slug}/cases")
    visit.wear(face.slug for face in faces)
    return visit.page("backoffice/entrance.html", faces=faces, admin=agent.is_platform_admin)


@doors.get("/agent/{slug}", permission="read_cases")
async def collectivity(visit: Visit) -> Response:
    return visit.go(f"/agent/{visit.tenant.slug}/cases")
