"""The doors of agents."""

from services.web.backoffice import act, case, delays, entrance, files, worklist

DOORS = (
    entrance.doors,
    worklist.doors,
    case.doors,
    files.doors,
    act.doors,
    delays.doors,
)
