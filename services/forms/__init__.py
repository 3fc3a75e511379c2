"""Questions, conditions, answers: what a procedure asks, and whether an answer will do.

Reads `forms/**/*.yaml`. Knows no database and no clock: who calls gives the day, the tenant's
options, and where to look communes and received files up.
"""
