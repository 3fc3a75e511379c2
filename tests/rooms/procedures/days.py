"""Days far enough that the database, which has its own clock, sees none of them as past."""

from datetime import UTC, date, datetime

AT = datetime(2098, 1, 5, 9, 0, tzinfo=UTC)
TODAY = date(2098, 1, 5)
SPRING = date(2098, 4, 1)
SUMMER = date(2098, 6, 1)
AUTUMN = date(2098, 9, 15)
BIN = "epci/bac-composteur"
