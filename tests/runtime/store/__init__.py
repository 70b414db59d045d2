"""The event store on a real server."""
