"""Documents and what happens to them."""
