"""The chained record of what was done, and the log of who read what."""
