"""How fast the program is, beside its peers and its goals, in one run: `make benchmark`."""
