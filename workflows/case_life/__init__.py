"""A case from filing to closed: receipts, letters, mails, legal deadlines."""
