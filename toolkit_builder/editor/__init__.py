"""The third door: the whole toolkit as pages of forms, on one's own computer."""
