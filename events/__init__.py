"""What happened: the one language the services share. Pure; imports nothing else of ours."""
