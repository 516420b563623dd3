"""Free text to typed values, one kind per file. Nothing of Rasa in it; no function raises on any text."""
