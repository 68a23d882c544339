"""What lies below a school's own layer, and what it makes of it: taking entries, upgrading them, leaving a copy."""
