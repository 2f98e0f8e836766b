"""A scalar subset of CQL 1.5: text in, a checked tree out, and two evaluations of it (plain and fast)."""
