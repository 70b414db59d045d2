"""Views against real servers: doubled, killed, poisoned, rebuilt, compared."""
