"""What a rule pack makes of findings, people, sites and money: exact, without side effects."""
