"""The doors of agents."""

from services.web.backoffice import acts, case, entrance, files, worklist

DOORS = (entrance.doors, worklist.doors, case.doors, files.doors, acts.doors)
