"""The doors of IT administrators."""

from services.web.administration import agents, procedures, tenants

DOORS = (tenants.doors, procedures.doors, agents.doors)
