"""Stand-in for skops 0.9.0: see standins/README.md of Puente."""

__version__ = "0.9.0+puente.standin"
