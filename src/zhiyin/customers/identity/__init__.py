"""One person, many names: customer numbers, phones and e-mail addresses lead to one code."""
