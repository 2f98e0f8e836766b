"""From text to tree: tokens, grammar and the builder of nodes. ``read`` is the way in."""
