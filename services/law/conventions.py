"""Conventions and values that a legal officer must confirm, each under one name.

Every name here is listed in docs/law-to-verify.md; changing a value here changes it everywhere.
"""

from datetime import date

# §2.4: sources conflict. An express decision on the anniversary day is in time (the last day is
# inclusive), the tacit one is born this many days later.
DAYS_FROM_LAST_DAY_TO_BIRTH = 1

# R421-7 CJA: further months for those who live overseas or abroad. [K]
DISTANCE_MONTHS = {"metropole": 0, "overseas": 1, "abroad": 2}

# CJA R421-1 and -2.
APPEAL_MONTHS = 2
# CE 13 July 2016, Czabaj: where the delay of appeal does not run. [S]
REASONABLE_DELAY_MONTHS = 12
# CRPA L231-4: silence kept on an administrative appeal.
ADMINISTRATIVE_APPEAL_SILENCE_MONTHS = 2
# C. urb. L600-12-2: one month for a gracious appeal, counted here like an instruction delay, the
# prudent reading for the person (no free day).
PLANNING_GRACIOUS_MONTHS = 1
PLANNING_GRACIOUS_SINCE = date(2025, 11, 28)

# CRPA L242-1; C. urb. L424-5. [S]
REVOCATION_MONTHS = 4
PLANNING_REVOCATION_MONTHS = 3

# R112-20: days on the portal after which the notification is deemed made; the fifteenth counts.
PORTAL_DAYS = 15
# R*474-1 C. urb. [K]: deemed received the day after the sending.
PLANNING_NOTIFICATION_DAYS = 1

# R112-11-2.
RECEIPT_WORKING_DAYS = 10
REGISTRATION_RECEIPT_WORKING_DAYS = 1

# C. urb. R423-22, -38, -39, -42.
COMPLETENESS_MONTHS = 1
PIECES_MONTHS = 3
# Décret 2021-981: electronic filings whose delays run from the receipt. [K]
PLANNING_ELECTRONIC_SINCE = date(2022, 1, 1)
# C. urb. R423-28 (and -27): delays « portés à » a total, not increased by it.
RAISED_TOTAL_MONTHS = 5
RAISED_TOTAL_ARTICLES = ("R423-27", "R423-28")
# C. urb. R423-34 to -37: unforeseeable duties, notified before the delay expires. [S]
EXCEPTIONAL_ARTICLES = ("R423-34", "R423-35", "R423-36", "R423-37")
# C. urb. R424-3 names « le b de l'article R. 424-1 » (permits); the house applies it to
# declarations too, and says so on the timeline: a resident is not told to start works.
ABF_REJECTION_COVERS_DECLARATIONS = True
# C. urb. R423-67 [K]: months after which the ABF is deemed to agree; only a warning here.
ABF_OPINION_MONTHS: dict[str | None, int] = {"DP": 1}
ABF_OPINION_MONTHS_DEFAULT = 2
# C. urb. R424-2-1: filings on or after this day.
ENVIRONMENTAL_REJECTION_SINCE = date(2025, 12, 31)

# House margin, not law: working days between posting and first presentation of a letter (R424-10).
SAFE_POSTING_WORKING_DAYS = 5

# CRPA L232-4: reasons of a tacit rejection, from the request.
REASONS_MONTHS = 1
