"""The online Party school: courses with their lessons, and tests that readers mark for themselves."""

from plugins.school.course import COURSE, can_be_begun, hours_add_up
from plugins.school.lesson import LESSON, has_its_place
from plugins.school.overview import courses, overview
from plugins.school.pack import can_be_printed, packs, study_packs
from plugins.school.quiz import QUIZ

KINDS = (COURSE, LESSON, QUIZ)
CHECKS = (hours_add_up, can_be_begun, has_its_place, can_be_printed)
DIGESTS = (courses, packs)
OUTPUTS = (overview, study_packs)
