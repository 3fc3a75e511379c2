"""The doors: HTTP, HTML, sessions. No rule lives here."""
