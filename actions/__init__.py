"""rasa-sdk actions: each reads slots, calls one service, chooses one response and returns events."""
