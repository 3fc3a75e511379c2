"""The doors of agents."""

DOORS = ()
