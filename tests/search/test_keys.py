"""What is known of the keys of texts is what stands in them, character by character."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from plugins.search import keys
from plugins.search.folding import RUNS, folded, is_han
from plugins.search.keys import FOLLOWING, LONGEST, PHRASE, known
from plugins.search.postings import PLACE, PLACE_BITS, documents_of, places_of
from plugins.search.segments import groups_of

TEXTS = st.lists(st.text(st.sampled_from("党员支部会黨Ａb1é\u0301㎡İ𠮷，\n \u200b"), max_size=60), min_size=1, max_size=6)


def standing(texts: Sequence[str]) -> dict[str, list[int]]:
    """Where each pair and each word stands, looked at one after the other."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for at, pair in enumerate(map("".join, pairwise(text))):
            if all(map(RUNS.match, pair)) and any(map(is_han, pair)):
                found[pair].append(number << PLACE_BITS | at)
        for run in RUNS.finditer(text):
            if run[2]:
                found[run[2][:LONGEST]].append(number << PLACE_BITS | run.start())
    return found


@given(TEXTS)
@example(["党员支部会" * 12, "党员支部" * 9 + "党员会"])
def test_every_key_is_told_with_all_of_its_places(texts: Sequence[str]) -> None:
    plain = [folded(text) for text in texts]
    told = known(texts)
    single = {key for key in told if len(key) == 1 and is_han(key)}
    places = {
        key: sorted(place for _, block in groups_of(told[key]) for place in places_of(block)) for key in told.keys() - single
    }
    assert places == standing(plain)
    assert {key: documents_of(told[key]) for key in single} == {
        character: [number for number, text in enumerate(plain) if character in text]
        for character in set("".join(plain))
        if is_han(character)
    }


@given(TEXTS)
@example(["党员支部会" * 12, "党员支部" * 9 + "党员会"])
@example(["三会一课是党支部应当长期坚持的，" * PHRASE])
def test_what_is_told_to_follow_always_follows(texts: Sequence[str]) -> None:
    plain = [folded(text) for text in texts]
    for key, block in known(texts).items():
        for following, places in groups_of(block) if len(key) > 1 else ():
            assert len(following) <= FOLLOWING
            assert all(plain[place >> PLACE_BITS].startswith(key + following, place & PLACE) for place in places_of(places))


def test_a_set_phrase_is_told_once_and_what_differs_apart() -> None:
    text = "三会一课，" * PHRASE
    for texts, told in (
        ([text], ["一课"]),
        ([f"{text}{text.replace('一', '二', PHRASE - 1)}"], [""]),
        ([f"{text}三会"], ["", "一课"]),
        ([text, "三会一"], ["一"]),
    ):
        assert [following for following, _ in groups_of(known(texts)["三会"])] == told


def test_texts_are_folded_as_readers_fold_their_queries() -> None:
    texts = ["黨員㎡ Ａé\u0301", "", "\u0301一"]
    points, lengths = keys.folded(texts)
    written = points.tobytes().decode("utf-32-le")
    assert written.rstrip("\n") == "\n".join(map(folded, texts))
    assert lengths.tolist() == [len(folded(text)) + 1 for text in texts]


def test_what_is_filled_in_ahead_is_what_characters_are_folded_to() -> None:
    keys.warm()
    table = keys._folded()
    assert all(chr(table[point]) == folded(chr(point)) for first, last in keys.EVERYDAY for point in range(first, last + 1))
