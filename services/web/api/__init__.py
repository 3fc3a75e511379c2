"""What machines call: JSON, described by OpenAPI."""
