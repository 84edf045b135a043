"""What do I need to know: what one follows, what colleagues ask, what is soon due. One letter a day at most.

Nouns: `Follow`, `Comment`, `Notice`, `Mail`, `LetterChoice`. Start reading in `telling.py`: how an app
tells somebody. What one is told is put in words in `showing.py`, and in a letter in `letters.py`.
"""
