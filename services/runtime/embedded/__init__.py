"""PostgreSQL and NATS from wheels, started on loopback for a body that lives on one machine."""
