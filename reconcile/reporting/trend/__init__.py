"""A trend in each format: for people and for other programs."""
