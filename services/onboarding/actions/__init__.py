"""Plan, then apply."""
