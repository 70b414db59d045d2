"""What must be true of a file, by matter: opening, review, meeting, vote, signatures."""
