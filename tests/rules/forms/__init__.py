"""Questions, conditions, answers."""
