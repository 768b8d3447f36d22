"""Whole corpora: thousands of articles in, exactly one row out for each, whatever happens in between.

Read `sources.py` (what is an article in a file or folder), `rows.py` (from articles to rows), `parts.py` (what is done
is done, also after kill -9), `processes.py` and `on_ray.py` (who does it), `running.py` (all of it).
"""
