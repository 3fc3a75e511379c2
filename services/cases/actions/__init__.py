"""One file for each verb: what may be done to a request, by whom."""
