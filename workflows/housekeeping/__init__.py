"""What nobody asks for and must be done every day: seals, and what is no longer kept."""
