"""What do I need to know: what one follows, what colleagues ask, what is soon due. One mail a day at most.

Nouns: `Follow`, `Comment`, `Notice`, `Mail`. Start reading in `telling.py`: how an app tells somebody.
"""
