"""A file to staged Parquet, and from there to the facts. Killed at any point and run again, the result is the same."""
