"""Expressions, reasons and values in English."""

from resecta.cql.words.english import clause, in_words, say, sentence, told

__all__ = ["clause", "in_words", "say", "sentence", "told"]
