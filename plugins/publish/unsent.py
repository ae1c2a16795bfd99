"""Why nothing was sent."""

from plugins.network.problems import Problem


class Unsent(Exception):
    """A destination that cannot be used, as a Problem that says what to do; readers there see what they saw."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message["en"])
        self.problem = problem
