"""The toolkit's content as frozen values."""
