"""The doors of residents."""

from services.web.portal import about, account, home

DOORS = (home.doors, about.doors, account.doors)
