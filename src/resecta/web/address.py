"""Where the API is."""

BASE = "/api/v1"
"""What the address of everything for programs begins with."""
