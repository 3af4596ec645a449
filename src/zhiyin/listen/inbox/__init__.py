"""What arrives through the API: committed here before it is acknowledged, then loaded."""
