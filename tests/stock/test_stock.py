# SPDX-License-Identifier: LGPL-2.1-or-later
"""The vendor's own client and ours, two bots that talk to each other through one sandbox.

Whatever the vendor's client takes amiss is a bug of the sandbox.
"""

import os
import sys

from minitap import Tap
from stock import NEW, NEW_SERVER, PYTHON, VERSION

if not os.access(PYTHON, os.X_OK):
    reason = f"python-trueconf-bot {VERSION} is not there: run './dev setup' where a package registry can be reached"
    # of a test that fails, this is what is shown
    print(reason, file=sys.stderr)
    tap = Tap()
    tap.case(f"python-trueconf-bot {VERSION} is installed", [reason])
    sys.exit(tap.finish())

from chats import *
from files import *
from life import *
from messages import *

if NEW and NEW_SERVER:
    from newer import *

from harness import main

if __name__ == "__main__":
    main()
