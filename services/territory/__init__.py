"""Communes, EPCI and départements of the official geographic code: codes past and present."""
