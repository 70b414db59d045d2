"""Reading the stream, and policies, against real servers."""
