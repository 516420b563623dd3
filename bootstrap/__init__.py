"""Brings Python 3.10 and the locked packages into `.venv`; standard library only, runs on Python >= 3.8."""
