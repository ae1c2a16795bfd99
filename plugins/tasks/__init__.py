"""Tasks: what a committee asks of units by when, what they sent, and who is late; inside the organisation only."""

from plugins.tasks.board import board
from plugins.tasks.kinds import REPLY, TASK
from plugins.tasks.progress import closed_when_all_is_in, progress, replies_have_tasks

KINDS = (TASK, REPLY)
CHECKS = (replies_have_tasks, closed_when_all_is_in)
DIGESTS = (progress,)
OUTPUTS = (board,)
