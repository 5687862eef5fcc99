"""Reads details from free text with spaCy's tokenizer and matchers and word lists."""
