/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-runtime-version.h"

#include "trueconf-version.h"

/**
 * trueconf_get_major_version:
 *
 * Gets the major version of the library that the program runs with.
 *
 * For example, this is 0 for version 0.1.2. The macro [const@MAJOR_VERSION] is the version that the program was compiled
 * against, which may be another one.
 *
 * Returns: the major version
 *
 * Since: 0.1
 */
guint
trueconf_get_major_version (void)
{
  return TRUECONF_MAJOR_VERSION;
}

/**
 * trueconf_get_minor_version:
 *
 * Gets the minor version of the library that the program runs with.
 *
 * For example, this is 1 for version 0.1.2. The macro [const@MINOR_VERSION] is the version that the program was compiled
 * against, which may be another one.
 *
 * Returns: the minor version
 *
 * Since: 0.1
 */
guint
trueconf_get_minor_version (void)
{
  return TRUECONF_MINOR_VERSION;
}

/**
 * trueconf_get_micro_version:
 *
 * Gets the micro version of the library that the program runs with.
 *
 * For example, this is 2 for version 0.1.2. The macro [const@MICRO_VERSION] is the version that the program was compiled
 * against, which may be another one.
 *
 * Returns: the micro version
 *
 * Since: 0.1
 */
guint
trueconf_get_micro_version (void)
{
  return TRUECONF_MICRO_VERSION;
}

/**
 * trueconf_check_version:
 * @required_major: the major version to be compatible with
 * @required_minor: the minor version to be compatible with
 * @required_micro: the oldest micro version that will do
 *
 * Checks whether the program runs with a compatible version of the library.
 *
 * A library is compatible if it is at least as new and has the same major version. As long as the major version is 0, the
 * minor version has to be the same as well, since a minor version may then take functions away.
 *
 * Programs pass the version that they were compiled against. A module should call this first, if the program that
 * loads it may have loaded another version of the library:
 *
 * ```c
 * const char *problem = trueconf_check_version (TRUECONF_MAJOR_VERSION, TRUECONF_MINOR_VERSION, TRUECONF_MICRO_VERSION);
 *
 * if (problem != NULL)
 *   g_error ("%s", problem);
 * ```
 *
 * Returns: (nullable): `NULL` if the library is compatible, otherwise what is wrong, in English. The text belongs to the
 *   library.
 *
 * Since: 0.1
 */
const char *
trueconf_check_version (guint required_major, guint required_minor, guint required_micro)
{
  const guint major = TRUECONF_MAJOR_VERSION;
  const guint minor = TRUECONF_MINOR_VERSION;
  const guint micro = TRUECONF_MICRO_VERSION;

  if (required_major > major)
    return "libtrueconf-bot is too old (major mismatch)";
  if (required_major < major)
    return "libtrueconf-bot is too new (major mismatch)";
  if (required_minor > minor)
    return "libtrueconf-bot is too old (minor mismatch)";
  if (required_minor < minor)
    return major == 0 ? "libtrueconf-bot is too new (minor mismatch while the major version is 0)" : NULL;
  if (required_micro > micro)
    return "libtrueconf-bot is too old (micro mismatch)";

  return NULL;
}
