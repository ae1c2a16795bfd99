"""Dialogue without login: what is asked of people, what they write, and what became of it."""

from plugins.dialogue.answers import QA, answers_are_reviewed
from plugins.dialogue.cases import cases_hold
from plugins.dialogue.consultations import CONSULTATION
from plugins.dialogue.letters import LETTER, letters_are_answered
from plugins.dialogue.pages import letters, questions, wishes
from plugins.dialogue.rules import CHANNELS, FORMS
from plugins.dialogue.suggestions import SUGGESTION, suggestions_move
from plugins.dialogue.surveys import SURVEY
from plugins.dialogue.topics import TOPIC
from plugins.dialogue.voices import voices

KINDS = (CONSULTATION, SURVEY, LETTER, TOPIC, SUGGESTION, QA)
CHECKS = (cases_hold, letters_are_answered, suggestions_move, answers_are_reviewed)
DIGESTS = (voices,)
OUTPUTS = (letters, wishes, questions)
FILES = (FORMS, CHANNELS)
