"""The WSGI door: what `bryggan serve` starts."""

import gc

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
# What is loaded at start never becomes garbage; frozen, it is left out of every collection pause.
gc.freeze()
