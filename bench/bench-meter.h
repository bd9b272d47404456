/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What this process has used: time, processor, instructions and memory. */
typedef struct
{
  gint64 wall;         /* microseconds */
  gint64 cpu;          /* microseconds, all threads */
  gint64 instructions; /* in user space; -1: this machine does not count them */
} Meter;

void meter_open (void);
Meter meter_read (void);
long meter_get_peak_kib (void);
long meter_get_rss_kib (void);

/* All of it, with the pages of libraries; and the peak since it was forgotten last. */
long meter_get_memory_kib (void);
void meter_forget_peak (void);
long meter_get_new_peak_kib (void);

G_END_DECLS
