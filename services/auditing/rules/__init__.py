"""What must be true of an audit: planning, team, on site, findings, correction, report."""
