"""Recipe → plan → apply, across the rooms below."""
