/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "base/sandbox-faults.h"

#include <gio/gio.h>

#include "base/sandbox-json.h"

struct _SandboxFaults
{
  GPtrArray *active;
  guint64 last_id;
};

static void
fault_free (gpointer data)
{
  SandboxFault *fault = data;

  json_object_unref (fault->settings);
  g_free (fault->user);
  g_free (fault->method);
  g_free (fault);
}

SandboxFaults *
sandbox_faults_new (void)
{
  SandboxFaults *self = g_new0 (SandboxFaults, 1);

  self->active = g_ptr_array_new_with_free_func (fault_free);
  return self;
}

void
sandbox_faults_free (SandboxFaults *self)
{
  g_ptr_array_unref (self->active);
  g_free (self);
}

static gboolean
is_once (SandboxFaultKind kind)
{
  return (sandbox_fault_kind_get_flags (kind) & SANDBOX_FAULT_ONE_SHOT) != 0;
}

/* The list keeps the fault. The caller carries out an immediate one and removes it. */
SandboxFault *
sandbox_faults_add (SandboxFaults *self, JsonObject *settings, GError **error)
{
  const char *name = sandbox_json_string (settings, "fault");
  SandboxFault *fault;
  SandboxFaultKind kind;

  if (name == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "Name the fault in \"fault\".");
      return NULL;
    }
  if (!sandbox_fault_kind_find (name, &kind))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "There is no fault \"%s\".", name);
      return NULL;
    }
  if (!sandbox_fault_kind_check (kind, settings, error))
    return NULL;
  fault = g_new0 (SandboxFault, 1);
  fault->id = ++self->last_id;
  fault->kind = kind;
  fault->settings = json_object_ref (settings);
  fault->user = g_strdup (sandbox_json_string (settings, "user"));
  /* "what" restricts this fault as "method" restricts the others */
  if (kind == SANDBOX_FAULT_DUPLICATE)
    fault->method = g_str_equal (sandbox_json_string (settings, "what"), "all")
                        ? NULL
                        : g_strdup (sandbox_json_string (settings, "what"));
  else
    fault->method = g_strdup (sandbox_json_string (settings, "method"));
  if (fault->method != NULL && g_str_equal (fault->method, "*"))
    g_clear_pointer (&fault->method, g_free);
  fault->left = sandbox_json_integer_or (settings, "count", is_once (kind) ? 1 : -1);
  g_ptr_array_add (self->active, fault);
  return fault;
}

/* Takes `NAME` and `NAME=VALUE`, as on the command line. */
SandboxFault *
sandbox_faults_add_switch (SandboxFaults *self, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  g_autoptr (JsonObject) settings = json_object_new ();
  const char *name = parts[0] != NULL ? parts[0] : "";
  SandboxFaultKind kind;
  gboolean known = sandbox_fault_kind_find (name, &kind);

  if (known && (sandbox_fault_kind_get_flags (kind) & SANDBOX_FAULT_IMMEDIATE) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "\"%s\" happens at once and cannot be switched on beforehand.", name);
      return NULL;
    }
  json_object_set_string_member (settings, "fault", name);
  if (known && parts[0] != NULL && parts[1] != NULL &&
      !sandbox_fault_kind_set_value (kind, settings, parts[1], error))
    return NULL;
  return sandbox_faults_add (self, settings, error);
}

gboolean
sandbox_faults_remove (SandboxFaults *self, guint64 id)
{
  for (guint i = 0; i < self->active->len; i++)
    {
      SandboxFault *fault = g_ptr_array_index (self->active, i);

      if (fault->id == id)
        {
          g_ptr_array_remove_index (self->active, i);
          return TRUE;
        }
    }
  return FALSE;
}

void
sandbox_faults_clear (SandboxFaults *self)
{
  g_ptr_array_set_size (self->active, 0);
}

/* Whether it happens when it is added, and not later. */
gboolean
sandbox_fault_is_immediate (SandboxFault *fault)
{
  return (sandbox_fault_kind_get_flags (fault->kind) & SANDBOX_FAULT_IMMEDIATE) != 0;
}

gboolean
sandbox_fault_begins_now (SandboxFault *fault)
{
  return (sandbox_fault_kind_get_flags (fault->kind) & (SANDBOX_FAULT_IMMEDIATE | SANDBOX_FAULT_LASTING)) !=
         0;
}

gboolean
sandbox_fault_hits (SandboxFault *fault, const char *user)
{
  return fault->user == NULL || (user != NULL && g_ascii_strcasecmp (fault->user, user) == 0);
}

static JsonObject *
take (SandboxFaults *self, SandboxFaultKind kind, const char *user, const char *method, gboolean only_named)
{
  for (guint i = 0; i < self->active->len; i++)
    {
      SandboxFault *fault = g_ptr_array_index (self->active, i);
      JsonObject *settings;

      if (fault->kind != kind || fault->left == 0 || !sandbox_fault_hits (fault, user))
        continue;
      if (fault->method != NULL && method != NULL && !g_str_equal (fault->method, method))
        continue;
      if (fault->method == NULL && only_named)
        continue;
      settings = json_object_ref (fault->settings);
      if (fault->left > 0 && --fault->left == 0)
        g_ptr_array_remove_index (self->active, i);
      return settings;
    }
  return NULL;
}

/* Returns the settings of the first fault that matches, and counts it as having happened. */
JsonObject *
sandbox_faults_take (SandboxFaults *self, SandboxFaultKind kind, const char *user, const char *method)
{
  return take (self, kind, user, method, FALSE);
}

/* The same, but a fault of all methods leaves out the log-in, or nobody would get as far as to see it. */
JsonObject *
sandbox_faults_take_request (SandboxFaults *self, SandboxFaultKind kind, const char *user, const char *method)
{
  return take (self, kind, user, method, g_str_equal (method, "auth"));
}

/* The same without counting. */
JsonObject *
sandbox_faults_find (SandboxFaults *self, SandboxFaultKind kind, const char *user)
{
  for (guint i = 0; i < self->active->len; i++)
    {
      SandboxFault *fault = g_ptr_array_index (self->active, i);

      if (fault->kind == kind && fault->left != 0 && sandbox_fault_hits (fault, user))
        return json_object_ref (fault->settings);
    }
  return NULL;
}

gboolean
sandbox_faults_is_empty (SandboxFaults *self)
{
  return self->active->len == 0;
}

/* Takes a fault that has no settings. Returns whether there was one. */
gboolean
sandbox_faults_happens (SandboxFaults *self, SandboxFaultKind kind, const char *user)
{
  g_autoptr (JsonObject) settings = sandbox_faults_take (self, kind, user, NULL);

  return settings != NULL;
}

gboolean
sandbox_faults_has (SandboxFaults *self, SandboxFaultKind kind)
{
  for (guint i = 0; i < self->active->len; i++)
    {
      if (((SandboxFault *) g_ptr_array_index (self->active, i))->kind == kind)
        return TRUE;
    }
  return FALSE;
}

JsonObject *
sandbox_fault_to_object (SandboxFault *fault)
{
  JsonObject *object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_set_int_member (object, "id", (gint64) fault->id);
  json_object_iter_init (&iter, fault->settings);
  while (json_object_iter_next (&iter, &name, &value))
    json_object_set_member (object, name, json_node_copy (value));
  if (fault->left >= 0)
    json_object_set_int_member (object, "left", fault->left);
  else
    json_object_set_null_member (object, "left");
  return object;
}

JsonArray *
sandbox_faults_list (SandboxFaults *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->active->len; i++)
    json_array_add_object_element (array, sandbox_fault_to_object (g_ptr_array_index (self->active, i)));
  return array;
}
