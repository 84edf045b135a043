"""The outermost layer: settings read from the environment, all URLs, and the commands that run an installation.

`settings.py` and `environment.py` first; `serving.py` keeps the server going, `condition.py` is what `health`
asks, `due.py` what `run-due` does, `search_rows.py` what `reindex` rebuilds.
"""
