"""What must be true of an application, by matter: applying, eligibility, review, contract, end."""
