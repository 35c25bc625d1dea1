import pytest

from search import indexing


@pytest.fixture
def index(own_folder, db):
    """The embedded index, empty: `index()` brings it up to date with the database."""
    indexing.rebuild()
    return indexing.drain
