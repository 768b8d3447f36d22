"""Checks: functions from texts to findings; no models."""
