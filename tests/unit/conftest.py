from __future__ import annotations

import pytest
from hypothesis import settings

from bot import knowledge as knowledge_files
from bot.knowledge import Knowledge

# The same examples at every run: a failure can be run again, and the suite stays quick.
settings.register_profile("quick", max_examples=60, deadline=None, derandomize=True)
settings.load_profile("quick")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The knowledge that ships."""
    return knowledge_files.load()
