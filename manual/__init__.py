"""The author's manual, and what makes its generated pages and pictures."""
