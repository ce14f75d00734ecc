"""The submission's side: the server, its workers, and what confines them."""
