"""The catalogue: published versions, what each collectivity adopts, what a request stands on."""
