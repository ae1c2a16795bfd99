"""The gates before publication: secrecy marks, wording, the three reviews, sources of reprints, dates that cannot be."""

from plugins.review.dates import dates_are_those_of_publication
from plugins.review.lists import REVIEW, WORDING
from plugins.review.marks import no_secrecy_marks
from plugins.review.reviews import reprints_name_their_source, reviewed_as_required
from plugins.review.wording import words_are_right

SCANS = (no_secrecy_marks, words_are_right)
GATES = (reviewed_as_required, reprints_name_their_source, dates_are_those_of_publication)
FILES = (REVIEW, WORDING)
