"""The doors of agents."""

from services.web.backoffice import act, case, delays, entrance, files, readings, worklist

DOORS = (
    entrance.doors,
    worklist.doors,
    case.doors,
    files.doors,
    act.doors,
    delays.doors,
    readings.doors,
)
