"""What ``starledger check`` finds, on a real server."""
