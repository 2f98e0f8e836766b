"""Expressions, reasons and values in English."""

from resecta.cql.words.english import in_words, say, sentence

__all__ = ["in_words", "say", "sentence"]
