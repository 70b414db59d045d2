"""deploy/nats.conf, role by role: every refusal is really tried, and so is every right."""
