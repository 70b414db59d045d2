"""``starledger …``: one file a command, imports inside the command; the only composition root."""
