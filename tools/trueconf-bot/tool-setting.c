/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tool-option.h"
#include "tool-setting.h"

const ToolSettingInfo tool_settings[TOOL_N_SETTINGS] = {
  [TOOL_SETTING_SERVER] = { "server", "TRUECONF_SERVER", NULL, NULL, TOOL_SETTING_IS_HOST,
                            N_ ("Name or address of the server") },
  [TOOL_SETTING_PORT] = { "port", "TRUECONF_PORT", NULL, "0", TOOL_SETTING_IS_PORT,
                          N_ ("Port of the server (443, without TLS 4309)") },
  [TOOL_SETTING_TLS] = { "tls", "TRUECONF_TLS", NULL, "true", TOOL_SETTING_IS_BOOLEAN,
                         N_ ("“false”: connect without TLS") },
  [TOOL_SETTING_USER] = { "user", "TRUECONF_USER", NULL, NULL, TOOL_SETTING_IS_TEXT,
                          N_ ("User name of the bot's account") },
  [TOOL_SETTING_PASSWORD] = { "password", "TRUECONF_PASSWORD", "password", NULL, TOOL_SETTING_IS_SECRET,
                              N_ ("The password; with “-file” or “_FILE” behind the name, a file that has it") },
  [TOOL_SETTING_TOKEN] = { "token", "TRUECONF_TOKEN", "token", NULL, TOOL_SETTING_IS_SECRET,
                           N_ ("A token; with “-file” or “_FILE” behind the name, a file that has it") },
  [TOOL_SETTING_CLIENT_ID] = { "client-id", "TRUECONF_CLIENT_ID", NULL, NULL, TOOL_SETTING_IS_TEXT,
                               N_ ("The OAuth2 application to get a token with") },
  [TOOL_SETTING_CA_FILE] = { "ca-file", "TRUECONF_CA_FILE", NULL, NULL, TOOL_SETTING_IS_FILE,
                             N_ ("Certificates of the authorities to trust, PEM") },
  [TOOL_SETTING_VERIFY_TLS] = { "verify-tls", "TRUECONF_VERIFY_TLS", NULL, "true", TOOL_SETTING_IS_BOOLEAN,
                                N_ ("“false”: accept any certificate") },
  [TOOL_SETTING_TIMEOUT] = { "timeout", "TRUECONF_TIMEOUT", NULL, "30", TOOL_SETTING_IS_SECONDS,
                             N_ ("Give up if nothing happens for so long (30)") },
  [TOOL_SETTING_RETRIES] = { "retries", "TRUECONF_RETRIES", NULL, "0", TOOL_SETTING_IS_NUMBER,
                             N_ ("Further attempts if the server cannot be reached (0)") },
};

/* Mistakes that the library would tell of in words of its properties, and the system as of a name that it does not know. */
static gboolean
is_host (const char *value)
{
  const char *colon = strchr (value, ':');
  gboolean has_port =
      colon != NULL && (value[0] == '[' ? strstr (value, "]:") != NULL : strchr (colon + 1, ':') == NULL);

  return g_utf8_validate (value, -1, NULL) && strchr (value, '/') == NULL && !has_port;
}

gboolean
tool_setting_check (ToolSetting setting, const char *value)
{
  switch (tool_settings[setting].kind)
    {
    case TOOL_SETTING_IS_PORT:
      return tool_value_check (TOOL_VALUE_PORT, value);
    case TOOL_SETTING_IS_NUMBER:
      return tool_value_check (TOOL_VALUE_NUMBER, value);
    case TOOL_SETTING_IS_SECONDS:
      return tool_value_check (TOOL_VALUE_SECONDS, value);
    case TOOL_SETTING_IS_BOOLEAN:
      return g_str_equal (value, "true") || g_str_equal (value, "false");
    case TOOL_SETTING_IS_HOST:
      return is_host (value);
    case TOOL_SETTING_IS_FILE:
      /* whether it is there is told when it is needed; a pipe could be read only once, and might never end */
      return g_utf8_validate (value, -1, NULL) &&
             (!g_file_test (value, G_FILE_TEST_EXISTS) || g_file_test (value, G_FILE_TEST_IS_REGULAR));
    case TOOL_SETTING_IS_TEXT:
    case TOOL_SETTING_IS_SECRET:
    default:
      return g_utf8_validate (value, -1, NULL);
    }
}

const char *
tool_setting_describe_kind (ToolSetting setting)
{
  switch (tool_settings[setting].kind)
    {
    case TOOL_SETTING_IS_PORT:
      return _ ("a port from 0 to 65535");
    case TOOL_SETTING_IS_NUMBER:
      return _ ("a number from 0 to 2147483647");
    case TOOL_SETTING_IS_SECONDS:
      return _ ("a decimal number of seconds above 0 and up to 1000000");
    case TOOL_SETTING_IS_BOOLEAN:
      return _ ("“true” or “false”");
    case TOOL_SETTING_IS_HOST:
      return _ (
          "a host name or an IP address alone: leave “https://” out, give the port by --port, and for “http://” use --no-tls");
    case TOOL_SETTING_IS_FILE:
      return _ ("a regular file");
    case TOOL_SETTING_IS_TEXT:
    case TOOL_SETTING_IS_SECRET:
    default:
      return _ ("a text in UTF-8");
    }
}

gboolean
tool_setting_find (const char *key, ToolSetting *setting, gboolean *is_file)
{
  for (guint i = 0; i < TOOL_N_SETTINGS; i++)
    {
      const char *rest =
          g_str_has_prefix (key, tool_settings[i].key) ? key + strlen (tool_settings[i].key) : NULL;

      if (rest == NULL)
        continue;
      *is_file = tool_settings[i].kind == TOOL_SETTING_IS_SECRET && g_str_equal (rest, "-file");
      if (*rest == '\0' || *is_file)
        {
          *setting = i;
          return TRUE;
        }
    }

  return FALSE;
}

gboolean
tool_setting_is_secret_variable (const char *name)
{
  for (guint i = 0; i < TOOL_N_SETTINGS; i++)
    if (tool_settings[i].kind == TOOL_SETTING_IS_SECRET && g_str_equal (tool_settings[i].environment, name))
      return TRUE;

  return FALSE;
}
