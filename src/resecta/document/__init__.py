"""Files people write, read with their places: text in, plain data with line numbers out, every fault named at once.

The lowest floor of the house: it knows YAML and JSON, places and problems, and nothing of medicine.
"""
