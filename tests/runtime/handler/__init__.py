"""How a command becomes events, on a real server."""
