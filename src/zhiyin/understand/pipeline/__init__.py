"""From feedback to documents and mentions: pulls what is new, or annotated by an older version."""
