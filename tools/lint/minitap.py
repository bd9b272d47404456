# SPDX-License-Identifier: LGPL-2.1-or-later
"""Just enough of the Test Anything Protocol for the check scripts."""


class Tap:
    """Prints one line for each case and remembers whether any failed."""

    def __init__(self):
        self.cases = 0
        self.failures = 0

    def case(self, name, problems=()):
        """Reports a case; it has passed when there are no problems."""
        problems = list(problems)
        self.cases += 1
        if problems:
            self.failures += 1
        print(f"{'not ok' if problems else 'ok'} {self.cases} - {name}", flush=True)
        for problem in problems:
            for line in str(problem).splitlines():
                print(f"# {line}", flush=True)

    def finish(self):
        """Prints the plan and returns the exit status."""
        print(f"1..{self.cases}", flush=True)
        return 1 if self.failures or not self.cases else 0
