"""What must be true of a certificate, by matter: numbers, issue, grounds, status, the clock."""
