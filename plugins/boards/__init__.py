"""Management by goals: a board per unit, quarterly diagnoses, all units at a glance, the three boards with their modules."""

from plugins.boards.checks import diagnoses_hold, goals_keep_time, quarters_are_diagnosed, weights_add_up
from plugins.boards.diagnoses import DIAGNOSIS
from plugins.boards.goals import GoalFields, holds
from plugins.boards.modules import MODULES, module_pages, modules, modules_hold_something
from plugins.boards.overview import overview, overview_pages
from plugins.boards.standing import GRADES, state
from plugins.boards.unit import goal_values, standings, unit_boards
from plugins.network.kinds import Kind

GOAL = Kind(
    "goal", "目标", "goals", "目标", dated=True, schema=GoalFields, state=state, check=holds, values=goal_values, stream=False,
    area="方针管理", own_list=True, states=tuple(label for label, _ in reversed(GRADES.values())),
    body="为什么定这个目标，数从哪里来、怎样算。\n",
)  # fmt: skip

KINDS = (GOAL, DIAGNOSIS)
CHECKS = (weights_add_up, goals_keep_time, diagnoses_hold, quarters_are_diagnosed, modules_hold_something)
DIGESTS = (standings, overview, modules)
OUTPUTS = (unit_boards, overview_pages, module_pages)
FILES = (MODULES,)
