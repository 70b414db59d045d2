"""The only rooms with windows: store, bus, clock, settings, log and the servers in the house."""
