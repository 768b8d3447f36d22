"""How the rankers of the embedded summarizer are made: `python -m training.summary`."""
