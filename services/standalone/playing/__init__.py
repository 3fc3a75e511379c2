"""One request played through HTTP, as people would: pages read, forms sent, nothing else."""
