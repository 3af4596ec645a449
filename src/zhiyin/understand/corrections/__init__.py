"""What people say was meant: corrections and confirmations, laid over whatever the model says of the same text."""
