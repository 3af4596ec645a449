"""What is learned from people's judgements, on top of the shipped model: gated, versioned, reversible."""
