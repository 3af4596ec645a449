"""What the company's own aspects learned from their examples."""
