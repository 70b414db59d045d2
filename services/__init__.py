"""Who decides: each service hears commands, decides by rules, and reports events."""
