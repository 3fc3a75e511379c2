"""Which authority must answer, and why, on a given day."""
