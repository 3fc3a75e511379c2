"""What IT administrators see."""
