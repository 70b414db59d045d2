"""The JSON API: who asks is the token's person; it decides nothing and passes commands on."""
