"""What a visitor tells about the deal: the questions in their order, and the facts each message holds."""
