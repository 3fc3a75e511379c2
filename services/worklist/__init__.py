"""The rows that agents sort, filter and count."""
