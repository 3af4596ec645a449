"""What people should look at next: what it doubts most, and some drawn at random."""
