"""The HTML page: what its templates call, and the one file that they make."""
