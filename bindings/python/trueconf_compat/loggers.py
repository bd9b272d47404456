# SPDX-License-Identifier: LGPL-2.1-or-later
"""The names under which this module logs. Where it goes is the program's business: logging.basicConfig() is enough."""

import logging

dispatcher = logging.getLogger("trueconf.dispatcher")
chatbot = logging.getLogger("trueconf.client.chatbot")
