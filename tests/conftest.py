"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# No test of this project depends on how busy the machine is.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
