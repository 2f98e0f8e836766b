"""How a definition comes to its value: families of reasons, and the closures that collect them."""
