/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bench-meter.h"

#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int counter = -1;

/* Before any thread is started, since threads inherit the counter. */
void
meter_open (void)
{
  struct perf_event_attr attr;

  memset (&attr, 0, sizeof attr);
  attr.size = sizeof attr;
  attr.type = PERF_TYPE_HARDWARE;
  attr.config = PERF_COUNT_HW_INSTRUCTIONS;
  attr.inherit = 1;
  attr.exclude_kernel = 1;
  attr.exclude_hv = 1;
  counter = (int) syscall (SYS_perf_event_open, &attr, 0, -1, -1, 0);
}

static gint64
to_microseconds (struct timeval time)
{
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_usec;
}

Meter
meter_read (void)
{
  Meter meter = { g_get_monotonic_time (), 0, -1 };
  struct rusage usage;
  guint64 count;

  getrusage (RUSAGE_SELF, &usage);
  meter.cpu = to_microseconds (usage.ru_utime) + to_microseconds (usage.ru_stime);
  if (counter >= 0 && read (counter, &count, sizeof count) == sizeof count)
    meter.instructions = (gint64) count;

  return meter;
}

long
meter_get_peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* What is this process's own, without the pages of libraries that it shares. */
long
meter_get_rss_kib (void)
{
  g_autofree char *text = NULL;
  long total = 0;

  if (g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    {
      const char *clean = strstr (text, "Private_Clean:");
      const char *dirty = strstr (text, "Private_Dirty:");
      long value = 0;

      if (clean != NULL && sscanf (clean, "Private_Clean: %ld", &value) == 1)
        total += value;
      if (dirty != NULL && sscanf (dirty, "Private_Dirty: %ld", &value) == 1)
        total += value;
    }

  return total;
}

static long
get_status_kib (const char *name)
{
  g_autofree char *text = NULL;
  const char *at;
  long value = 0;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;

  at = strstr (text, name);
  if (at != NULL && sscanf (at + strlen (name), ": %ld", &value) != 1)
    value = 0;

  return value;
}

long
meter_get_memory_kib (void)
{
  return get_status_kib ("VmRSS");
}

/* The peak of the system's own counting begins again at what there is now. */
void
meter_forget_peak (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");

  if (file == NULL || fputs ("5", file) < 0 || fclose (file) != 0)
    g_error ("the peak of the memory cannot be measured here: /proc/self/clear_refs is not writable");
}

long
meter_get_new_peak_kib (void)
{
  return get_status_kib ("VmHWM");
}
