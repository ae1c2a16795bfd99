"""Places and documents survive being written in few characters."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.search.postings import ALPHABET, PLACE_BITS, block, documents_block, documents_of, places_of

PLACES = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 3000)), min_size=1, unique=True
).map(lambda pairs: sorted(document << PLACE_BITS | place for document, place in pairs))  # fmt: skip


def test_the_alphabet_needs_no_escape_in_a_script() -> None:
    assert len(set(ALPHABET)) == 91
    assert not set(ALPHABET) & set('"\\<>')


@given(PLACES, st.integers(1, 100_000))
def test_places_are_read_as_they_were_written(places: list[int], length: int) -> None:
    assert places_of(block(places, length)) == places


@given(st.lists(st.integers(0, 5000), min_size=1, unique=True).map(sorted))
def test_documents_are_read_as_they_were_written(documents: list[int]) -> None:
    assert documents_of(documents_block(documents)) == documents
