"""Places and documents survive being written in few characters."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from plugins.search.blocks import blocks_of, documents_blocks_of
from plugins.search.postings import ALPHABET, PLACE_BITS, documents_of, places_of

PLACES = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 3000)), min_size=1, unique=True
).map(lambda pairs: sorted(document << PLACE_BITS | place for document, place in pairs))  # fmt: skip
DOCUMENTS = st.lists(st.integers(0, 5000), min_size=1, unique=True).map(sorted)


def test_the_alphabet_needs_no_escape_in_a_script() -> None:
    assert len(set(ALPHABET)) == 91
    assert not set(ALPHABET) & set('"\\<>')


@given(st.lists(PLACES, min_size=1, max_size=5), st.integers(1, 100_000))
def test_places_are_read_as_they_were_written(keys: Sequence[list[int]], length: int) -> None:
    assert [places_of(block) for block in blocks_of(keys, length)] == keys


def test_numbers_far_above_the_others_are_read_as_they_were_written() -> None:
    """Their codes are longer than what is written at once."""
    far = [[document << PLACE_BITS | place for document, place in ((0, 1), (0, 2), (0, 3), (90, 4), (99, 900_000))]]
    assert [places_of(block) for block in blocks_of(far, 2)] == far
    assert [documents_of(block) for block in documents_blocks_of([[0, 1, 2, 99, 100, 4_000]])] == [[0, 1, 2, 99, 100, 4_000]]


@given(st.lists(DOCUMENTS, min_size=1, max_size=5))
def test_documents_are_read_as_they_were_written(keys: Sequence[list[int]]) -> None:
    assert [documents_of(block) for block in documents_blocks_of(keys)] == keys


@given(PLACES, PLACES, st.integers(1, 100_000))
def test_a_block_is_the_same_whatever_other_keys_there_are(own: list[int], other: list[int], length: int) -> None:
    assert blocks_of([other, own], length)[1] == blocks_of([own], length)[0]
