"""The relay against real servers: killed, raced, overtaken, refilled, refused."""
