"""The same guideline over a table of many patients: one column per element in, one column per conclusion out."""
