"""Journeys: people in front of a browser, on the real parts, from the square to the decision.

Each test reads as a story, in the words people see. Every page that somebody arrives on is looked
at (`looking.py`): no axe violation, nothing wider than a phone, no complaint in the console.
`PARVIS_SCREENSHOTS=folder pytest tests/journeys` keeps a picture of each page at three widths.
"""
