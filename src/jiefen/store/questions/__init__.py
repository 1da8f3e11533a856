"""Questions of verbs whose answer names a row: one list of what may be chosen, from which lists are offered and answers are read."""
