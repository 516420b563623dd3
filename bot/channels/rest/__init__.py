"""REST: keys, limits, problem details, call-backs, and what describes them."""
