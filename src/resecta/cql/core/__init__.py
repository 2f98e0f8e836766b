"""The small core of the language: what every reader that computes sees, in place of the surface that people write.

``lower`` says the surface with ten nodes (``nodes``); what an operation means stands once, in ``meanings``.
"""
