"""The doors of IT administrators."""

DOORS = ()
