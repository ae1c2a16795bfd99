"""Dialogue without login: what is asked of people, what they write, and what became of it."""

from plugins.dialogue.cases import cases_hold
from plugins.dialogue.consultations import CONSULTATION
from plugins.dialogue.rules import CHANNELS, FORMS
from plugins.dialogue.surveys import SURVEY

KINDS = (CONSULTATION, SURVEY)
CHECKS = (cases_hold,)
FILES = (FORMS, CHANNELS)
