"""Persons, agents, teams, roles, permissions; Keycloak behind one small client.

Keycloak says who; this database says what they may do, so a withdrawn right works at once.
"""
