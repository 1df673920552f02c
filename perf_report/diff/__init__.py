"""What changed between two plans (facts), and what it means (significance), in that order."""
