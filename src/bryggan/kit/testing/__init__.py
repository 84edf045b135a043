"""What the tests of every app stand on: people with duties, and plain typed makers of rows.

Only tests import this package; it may therefore reach into every app. Start in `cast.py`.
"""
