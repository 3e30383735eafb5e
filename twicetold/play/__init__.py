"""Play a part in a world."""
