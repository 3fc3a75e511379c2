"""The life of a request: drafts, cases, parties, the register of deadlines."""
