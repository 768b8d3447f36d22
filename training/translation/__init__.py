"""The compact neural translator: from parallel text to weights, one command a step."""
