"""What leaves this machine, one record a question."""
