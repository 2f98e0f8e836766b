"""Expressions, reasons and values in English."""

from resecta.cql.words.english import in_words, say, sentence, told

__all__ = ["in_words", "say", "sentence", "told"]
