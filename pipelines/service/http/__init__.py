"""The doors beside the page: the HTTP API, health, metrics, and what every answer carries.

routes.py     all of them, for the server
api.py        /v1: articles in, digests out, in the same line as the page's
asked.py      what is asked for, and what is answered, as the API's document has it
problems.py   what goes wrong, as application/problem+json
keys.py       who may use the API      around.py  what else is around it
probes.py     /health and /metrics
metrics.py    what is counted
headers.py    security headers, and the cookie by which the page knows its visitor
"""
