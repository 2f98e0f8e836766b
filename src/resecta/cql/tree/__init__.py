"""The syntax tree: frozen nodes (``nodes``), their operators, the library that holds them, and the visitor that reads
them.
"""
