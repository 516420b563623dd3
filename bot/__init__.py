"""Puente: answers questions about outsourcing to Mexico and hands qualified leads to sales."""
