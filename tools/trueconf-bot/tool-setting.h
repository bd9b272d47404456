/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which settings there are. What they are set to is in tool-config.h. */

typedef enum
{
  TOOL_SETTING_SERVER,
  TOOL_SETTING_PORT,
  TOOL_SETTING_TLS,
  TOOL_SETTING_USER,
  TOOL_SETTING_PASSWORD,
  TOOL_SETTING_TOKEN,
  TOOL_SETTING_CLIENT_ID,
  TOOL_SETTING_CA_FILE,
  TOOL_SETTING_VERIFY_TLS,
  TOOL_SETTING_TIMEOUT,
  TOOL_SETTING_RETRIES,
  TOOL_N_SETTINGS,
} ToolSetting;

typedef enum
{
  TOOL_SETTING_IS_TEXT,
  TOOL_SETTING_IS_HOST,
  TOOL_SETTING_IS_FILE,
  TOOL_SETTING_IS_SECRET,
  TOOL_SETTING_IS_PORT,
  TOOL_SETTING_IS_NUMBER,
  TOOL_SETTING_IS_SECONDS,
  TOOL_SETTING_IS_BOOLEAN,
} ToolSettingKind;

typedef struct
{
  const char *key; /* in the configuration; the option has the same name, and a secret's ends in -file */
  const char *environment; /* a secret's may have _FILE behind it */
  const char *credential;  /* in $CREDENTIALS_DIRECTORY */
  const char *otherwise;
  ToolSettingKind kind;
  const char *description; /* N_() */
} ToolSettingInfo;

extern const ToolSettingInfo tool_settings[TOOL_N_SETTINGS];

gboolean tool_setting_check (ToolSetting setting, const char *value);

/* What a value has to be, in the language of the environment. */
const char *tool_setting_describe_kind (ToolSetting setting);

/* Finds a setting by a key of the configuration. `is_file`: the key has “-file” behind it, the value is the path of a secret. */
gboolean tool_setting_find (const char *key, ToolSetting *setting, gboolean *is_file);

/* Whether a variable of the environment has a password or a token in it. */
gboolean tool_setting_is_secret_variable (const char *name);

G_END_DECLS
