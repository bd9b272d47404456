/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "wire/trueconf-wire-private.h"

/* The card of a survey as the server's web interface makes it. The URL is that of the page that users open, which
 * is always https. */
void
trueconf_survey_card_init (TrueconfSurveyCard *self,
                           const char *host,
                           const char *title,
                           const char *campaign_id)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *campaign = g_uri_escape_string (campaign_id, NULL, FALSE);

  self->url = g_strdup_printf ("https://%s/webtools/survey", host);
  self->alt = g_strdup_printf ("📊 <a href='%s?id=%s&error=autologin_not_supported'>%s</a>", self->url,
                               campaign, escaped);
  for (guint i = 0; i < G_N_ELEMENTS (self->secret) - 1; i++)
    self->secret[i] = "0123456789abcdef"[g_random_int_range (0, 16)];
  self->secret[G_N_ELEMENTS (self->secret) - 1] = '\0';
}

void
trueconf_survey_card_clear (TrueconfSurveyCard *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->alt, g_free);
}
