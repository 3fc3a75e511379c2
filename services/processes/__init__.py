"""States and transitions of a request, read from `workflows/processes/*.yaml`."""
