"""Understanding: one Rasa component per file."""
