"""What a guideline says of time: the entries of ``constraints.yaml`` in, a ``Schedule`` of typed values out."""
