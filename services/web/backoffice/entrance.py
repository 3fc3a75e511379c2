"""Where agents come in: straight to work, or choosing among their collectivities."""

from starlette.responses import Response

from services.identity import permissions
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("backoffice")


@doors.get("/agent", permission="agent")
async def entrance(visit: Visit) -> Response:
    agent = visit.agent
    found = [await visit.house.tenants.by_id(each) for each in agent.tenant_ids]
    faces = [face for face in found if face is not None]
    reads = {face.id for face in faces if permissions.may(agent, "read_cases", tenant_id=face.id)}
    if not reads and agent.is_platform_admin:
        return visit.go("/administration")
    if len(faces) == 1 and reads and not agent.is_platform_admin:
        return visit.go(f"/agent/{faces[0].slug}/cases")
    visit.wear(face.slug for face in faces)
    return visit.page(
        "backoffice/entrance.html",
        faces=faces,
        reads=reads,
        qualities={
            face.id: ", ".join(
                sorted({one.quality for one in permissions.memberships_in(agent, face.id)})
            )
            for face in faces
        },
        admin=agent.is_platform_admin,
    )


@doors.get("/agent/{slug}", permission="read_cases")
async def collectivity(visit: Visit) -> Response:
    return visit.go(f"/agent/{visit.tenant.slug}/cases")
