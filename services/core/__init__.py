"""What every service knows by heart. Pure: no disk, network, clock, randomness or environment."""
