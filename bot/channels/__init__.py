"""Connectors, one per file: translate in, hand over to Rasa, translate out."""
