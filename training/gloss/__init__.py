"""The tables of the embedded gloss, made from parallel text."""
