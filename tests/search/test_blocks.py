"""Places and documents survive being written in few characters."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from plugins.search.blocks import blocks, documents_blocks, in_a_row
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
    assert [places_of(block) for block in blocks(*in_a_row(keys), length)] == keys


@given(st.lists(DOCUMENTS, min_size=1, max_size=5))
def test_documents_are_read_as_they_were_written(keys: Sequence[list[int]]) -> None:
    assert [documents_of(block) for block in documents_blocks(*in_a_row(keys))] == keys


@given(PLACES, PLACES, st.integers(1, 100_000))
def test_a_block_is_the_same_whatever_other_keys_there_are(own: list[int], other: list[int], length: int) -> None:
    assert blocks(*in_a_row([other, own]), length)[1] == blocks(*in_a_row([own]), length)[0]
