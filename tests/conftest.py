"""What all tests share."""

import os

from hypothesis import settings

# Enough to notice a mistake at every change; `HYPOTHESIS_PROFILE=thorough` looks longer.
settings.register_profile("quick", max_examples=12, deadline=None)
settings.register_profile("thorough", max_examples=500, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
