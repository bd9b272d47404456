# SPDX-License-Identifier: LGPL-2.1-or-later
"""The counters of a bot: their numbers, and the class whose properties they are."""

import json
import re

from . import c
from .description import listed


def numbers(description):
    text = c.SPDX + "\n#pragma once\n\n/* What is counted. The descriptions are those of the properties of TrueconfStatistics. */\n"
    text += "typedef enum\n{\n" + "".join(f"  {symbol(entry)},\n" for entry in description.counters.values())
    text += "  TRUECONF_N_COUNTERS,\n} TrueconfCounter;\n"
    names = sum(len(listed(entry.get("wire", []))) for entry in description.events())
    text += "\n/* So many names of events are known. */\n"
    text += f"#define TRUECONF_N_EVENT_NAMES {names}\n"
    yield "trueconf-counter-private.h", text


def write(description):
    entries = list(description.counters.values())
    yield "trueconf-statistics.h", header(entries)
    yield "trueconf-statistics-private.h", PRIVATE_HEADER
    yield "trueconf-statistics.c", source(entries)
    yield "trueconf-metric-rows-private.h", metric_rows(entries)


def symbol(entry):
    return "TRUECONF_COUNTER_" + entry.snake.upper()


def getter_name(entry):
    return f"trueconf_statistics_get_{entry.snake}"


def metric_rows(entries):
    text = c.SPDX + """
#pragma once

#include "wire/trueconf-counter-private.h"

/* The counters that are metrics of Prometheus by themselves. */
static const struct
{
  TrueconfCounter counter;
  const char *name;
  const char *help;
} trueconf_metric_rows[] = {
"""
    for entry in entries:
        if entry.get("metric"):
            # the links of the documentation become the names of what they lead to
            words = entry.get("doc").split(". ")[0].rstrip(".") + "."
            words = re.sub(r"\[\w+@[\w.]+:([\w-]+)\]", r"\1", words).replace("`", "")
            text += c.fill("  { ", [symbol(entry), f'"trueconf_{entry.get("metric")}"',
                                    json.dumps(words, ensure_ascii=False)], " },", 4)
    return text + "};\n"


def header(entries):
    text = c.SPDX + "\n#pragma once\n\n" + c.INSIDE + "\n#include <glib-object.h>\n\n"
    text += '#include "trueconf-version-macros.h"\n\nG_BEGIN_DECLS\n\n'
    text += f"#define TRUECONF_TYPE_STATISTICS (trueconf_statistics_get_type ())\n\n{c.available('0.1')}\n"
    text += c.one_each("G_DECLARE_FINAL_TYPE (",
                       ["TrueconfStatistics", "trueconf_statistics", "TRUECONF", "STATISTICS", "GObject"], ")") + "\n"
    for entry in entries:
        text += c.prototype(entry.since, "guint64", getter_name(entry), ["TrueconfStatistics *self"])
    return text + "\nG_END_DECLS\n"


PRIVATE_HEADER = c.SPDX + """
#pragma once

#include "bot/trueconf-statistics.h"
#include "transport/trueconf-counters-private.h"

G_BEGIN_DECLS

struct _TrueconfStatistics
{
  GObject parent_instance;

  TrueconfCounters *counters;
};

TrueconfStatistics *trueconf_statistics_new (TrueconfCounters *counters);

G_END_DECLS
"""

HEAD = c.SPDX + """
#include "config.h"

#include "bot/trueconf-statistics-private.h"

/**
 * TrueconfStatistics:
 *
 * What a bot has counted since it was made.
 *
 * The numbers are always the current ones, so there are no notifications. Reading them costs nothing, and may be done in any
 * thread. If one only rises, it does so as long as the bot lives, over all starts and stops.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (TrueconfStatistics, trueconf_statistics, G_TYPE_OBJECT)

static void
trueconf_statistics_finalize (GObject *object)
{
  trueconf_counters_unref (TRUECONF_STATISTICS (object)->counters);

  G_OBJECT_CLASS (trueconf_statistics_parent_class)->finalize (object);
}

static void
trueconf_statistics_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfStatistics *self = TRUECONF_STATISTICS (object);

  if (prop_id >= 1 && prop_id <= TRUECONF_N_COUNTERS)
    g_value_set_uint64 (value, trueconf_counters_get (self->counters, (TrueconfCounter) (prop_id - 1)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
trueconf_statistics_init (TrueconfStatistics *self)
{
}

/* The numbers of the properties are those of the counters, plus 1. */
static void
install (GObjectClass *object_class, TrueconfCounter counter, const char *name)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  g_object_class_install_property (object_class, (guint) counter + 1,
                                   g_param_spec_uint64 (name, NULL, NULL, 0, G_MAXUINT64, 0, flags));
}

static void
trueconf_statistics_class_init (TrueconfStatisticsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_statistics_finalize;
  object_class->get_property = trueconf_statistics_get_property;
"""

TAIL = """
/* Takes a reference of its own. */
TrueconfStatistics *
trueconf_statistics_new (TrueconfCounters *counters)
{
  TrueconfStatistics *self = g_object_new (TRUECONF_TYPE_STATISTICS, NULL);

  self->counters = trueconf_counters_ref (counters);
  return self;
}
"""


def source(entries):
    text = HEAD
    for entry in entries:
        text += "\n" + c.comment(f"TrueconfStatistics:{entry.name}: (getter get_{entry.snake})", (),
                                 entry.paragraphs(), entry.since, "  ")
        text += f'  install (object_class, {symbol(entry)}, "{entry.name}");\n'
    text += "}\n" + TAIL
    for entry in entries:
        returns = "Returns: " + c.first_sentence(entry.get("doc"))
        text += "\n" + c.comment(f"{getter_name(entry)}: (get-property {entry.name})", [("self", "the statistics")],
                                 [f"Gets [property@Statistics:{entry.name}].", returns], entry.since)
        text += c.definition("guint64", getter_name(entry), ["TrueconfStatistics *self"])
        text += "{\n" + c.guard("TRUECONF_IS_STATISTICS (self)", "0")
        text += f"\n  return trueconf_counters_get (self->counters, {symbol(entry)});\n}}\n"
    return text
