"""The procedural law of e-services as pure functions: dates, mentions, numbers, with their article.

Nothing here reads a clock, a file or a network. Legal dates are local dates of the collectivity's
calendar. `timeline.timeline` tells the life of a request; `questions` answers the command line.
"""
