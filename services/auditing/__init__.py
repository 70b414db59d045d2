"""From the signed agreement to the fixed report: plan, team, audit on site, findings, score."""
