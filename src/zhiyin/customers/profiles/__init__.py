"""Who our customers are: the only place where names, phones and addresses stand."""
