"""What customers talk about that no aspect of the pack covers."""
