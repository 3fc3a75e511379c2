"""Mails that tell people and agents that something awaits them: a link, and nothing they could
not show to whoever looks over their shoulder."""
