"""Durable time: what must happen later, again, or after people. It calls `services`."""
