"""What may be read of drafts and cases, by whom."""
