"""What the doors share: who is asking, which tenant, pages, errors, protections."""
