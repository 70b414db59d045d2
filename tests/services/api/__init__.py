"""Commands and lists over HTTP, as a client program meets them."""
