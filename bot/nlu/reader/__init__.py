"""The spaCy pipeline Puente reads with: config and patterns are data, `build` assembles them."""
