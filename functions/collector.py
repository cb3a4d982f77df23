"""The garbage collector, told to come seldom. main.py imports this before all else.

An import makes hundreds of thousands of objects that all stay. To look through them for garbage
after every 700, as Python does by itself, takes a tenth of a cold start.
"""

from __future__ import annotations

import gc

OBJECTS = 50_000

gc.set_threshold(OBJECTS)
