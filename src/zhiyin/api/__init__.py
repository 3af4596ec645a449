"""The door for programs: /api/v1, described at /api/v1/docs."""
