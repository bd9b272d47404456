/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

#include "transport/trueconf-settings-private.h"

G_BEGIN_DECLS

/* Where an answer sends a request to. It is followed once, and only to the same server. */

gboolean trueconf_redirect_is_one (guint status);

/* Returns NULL and tells the problem if it must not be followed. */
GUri *trueconf_redirect_get_target (const TrueconfSettings *settings,
                                    GUri *from,
                                    guint status,
                                    SoupMessageHeaders *headers,
                                    char **problem);

/* What is wrong with another one after it. */
char *trueconf_redirect_describe_second (guint status);

G_END_DECLS
