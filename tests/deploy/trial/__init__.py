"""The image and compose.yaml at work for real, by hand: `make containers`."""
