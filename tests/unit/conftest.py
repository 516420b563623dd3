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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The stand-ins' tests go first: one measures a child's peak memory, in which Linux counts this process's before it."""
    items.sort(key=lambda item: "standins" not in item.path.parts)
