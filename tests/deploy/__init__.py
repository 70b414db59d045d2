"""What `deploy/` ships, held against the code; and by hand, the containers themselves."""
