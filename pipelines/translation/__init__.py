"""Sentences into English."""
