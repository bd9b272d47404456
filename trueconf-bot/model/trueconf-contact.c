/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/trueconf-contact-private.h"
#include "text/trueconf-vcard-private.h"
#include "trueconf-error.h"

/**
 * TrueconfContact:
 *
 * A person, as somebody has sent it in a message: see [method@Message.get_contact_async].
 *
 * It is either a TrueConf user, or an entry of an address book, a vCard. It never changes.
 *
 * Since: 0.1
 */
struct _TrueconfContact
{
  GObject parent_instance;

  char *display_name;
  char *first_name;
  char *last_name;
  char **phone_numbers;
  char *user_id;
  char *vcard;
};

G_DEFINE_FINAL_TYPE (TrueconfContact, trueconf_contact, G_TYPE_OBJECT)

typedef enum
{
  PROP_DISPLAY_NAME = 1,
  PROP_FIRST_NAME,
  PROP_LAST_NAME,
  PROP_PHONE_NUMBER,
  PROP_PHONE_NUMBERS,
  PROP_USER_ID,
  PROP_VCARD,
} TrueconfContactProperty;

static GParamSpec *properties[PROP_VCARD + 1];

static void
trueconf_contact_finalize (GObject *object)
{
  TrueconfContact *self = TRUECONF_CONTACT (object);

  g_free (self->display_name);
  g_free (self->first_name);
  g_free (self->last_name);
  g_strfreev (self->phone_numbers);
  g_free (self->user_id);
  g_free (self->vcard);

  G_OBJECT_CLASS (trueconf_contact_parent_class)->finalize (object);
}

static void
trueconf_contact_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfContact *self = TRUECONF_CONTACT (object);

  switch ((TrueconfContactProperty) prop_id)
    {
    case PROP_DISPLAY_NAME:
      g_value_set_string (value, trueconf_contact_get_display_name (self));
      break;

    case PROP_FIRST_NAME:
      g_value_set_string (value, trueconf_contact_get_first_name (self));
      break;

    case PROP_LAST_NAME:
      g_value_set_string (value, trueconf_contact_get_last_name (self));
      break;

    case PROP_PHONE_NUMBER:
      g_value_set_string (value, trueconf_contact_get_phone_number (self));
      break;

    case PROP_PHONE_NUMBERS:
      g_value_set_boxed (value, trueconf_contact_get_phone_numbers (self));
      break;

    case PROP_USER_ID:
      g_value_set_string (value, trueconf_contact_get_user_id (self));
      break;

    case PROP_VCARD:
      g_value_set_string (value, trueconf_contact_get_vcard (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_contact_class_init (TrueconfContactClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = trueconf_contact_finalize;
  object_class->get_property = trueconf_contact_get_property;

  /**
   * TrueconfContact:display-name: (getter get_display_name)
   *
   * The name as a whole.
   *
   * Since: 0.1
   */
  properties[PROP_DISPLAY_NAME] = g_param_spec_string ("display-name", NULL, NULL, NULL, flags);

  /**
   * TrueconfContact:first-name: (getter get_first_name)
   *
   * The first name, which a TrueConf user has not.
   *
   * Since: 0.1
   */
  properties[PROP_FIRST_NAME] = g_param_spec_string ("first-name", NULL, NULL, NULL, flags);

  /**
   * TrueconfContact:last-name: (getter get_last_name)
   *
   * The last name, which a TrueConf user has not.
   *
   * Since: 0.1
   */
  properties[PROP_LAST_NAME] = g_param_spec_string ("last-name", NULL, NULL, NULL, flags);

  /**
   * TrueconfContact:phone-number: (getter get_phone_number)
   *
   * The preferred phone number, or the first one.
   *
   * Since: 0.1
   */
  properties[PROP_PHONE_NUMBER] = g_param_spec_string ("phone-number", NULL, NULL, NULL, flags);

  /**
   * TrueconfContact:phone-numbers: (getter get_phone_numbers)
   *
   * All phone numbers, the preferred one first.
   *
   * Since: 0.1
   */
  properties[PROP_PHONE_NUMBERS] = g_param_spec_boxed ("phone-numbers", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * TrueconfContact:user-id: (getter get_user_id)
   *
   * The TrueConf ID, if the contact is a TrueConf user.
   *
   * Since: 0.1
   */
  properties[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);

  /**
   * TrueconfContact:vcard: (getter get_vcard)
   *
   * The vCard as a text, if the contact came as one. What is not valid UTF-8 in it is replaced.
   *
   * Since: 0.1
   */
  properties[PROP_VCARD] = g_param_spec_string ("vcard", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_contact_init (TrueconfContact *self)
{
}

TrueconfContact *
trueconf_contact_new_for_user (const char *user_id, const char *display_name)
{
  TrueconfContact *self = g_object_new (TRUECONF_TYPE_CONTACT, NULL);

  self->user_id = g_strdup (user_id);
  self->display_name = g_strdup (display_name);
  self->phone_numbers = g_new0 (char *, 1);

  return self;
}

/**
 * trueconf_contact_new_from_vcard:
 * @vcard: a vCard of version 2.1, 3.0 or 4.0
 * @error: return location for an error
 *
 * Reads a contact from a vCard. Of a file with several ones it is the first.
 *
 * It fails with `TRUECONF_ERROR_INVALID_ARGUMENT` if @vcard is not a vCard.
 *
 * Returns: (transfer full): a contact
 *
 * Since: 0.1
 */
TrueconfContact *
trueconf_contact_new_from_vcard (GBytes *vcard, GError **error)
{
  g_autoptr (TrueconfVcard) read = NULL;
  TrueconfContact *self;
  gconstpointer data;
  gsize length;

  g_return_val_if_fail (vcard != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  data = g_bytes_get_data (vcard, &length);
  read = length > 0 ? trueconf_vcard_read (data, length) : NULL;
  if (read == NULL)
    {
      g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                           _ ("The file is not a vCard: it has no line “BEGIN:VCARD”"));
      return NULL;
    }

  self = g_object_new (TRUECONF_TYPE_CONTACT, NULL);
  self->display_name = g_steal_pointer (&read->display_name);
  self->first_name = g_steal_pointer (&read->first_name);
  self->last_name = g_steal_pointer (&read->last_name);
  g_ptr_array_add (read->phone_numbers, NULL);
  self->phone_numbers = (char **) g_ptr_array_steal (read->phone_numbers, NULL);
  self->vcard = g_utf8_make_valid (data, (gssize) strnlen (data, length));

  return self;
}

/**
 * trueconf_contact_get_display_name: (get-property display-name)
 * @self: a contact
 *
 * Gets the name as a whole.
 *
 * Returns: (transfer none) (nullable): the text, or `NULL` if it is not known
 *
 * Since: 0.1
 */
const char *
trueconf_contact_get_display_name (TrueconfContact *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTACT (self), NULL);

  return self->display_name;
}

/**
 * trueconf_contact_get_first_name: (get-property first-name)
 * @self: a contact
 *
 * Gets the first name, which a TrueConf user has not.
 *
 * Returns: (transfer none) (nullable): the text, or `NULL` if it is not known
 *
 * Since: 0.1
 */
const char *
trueconf_contact_get_first_name (TrueconfContact *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTACT (self), NULL);

  return self->first_name;
}

/**
 * trueconf_contact_get_last_name: (get-property last-name)
 * @self: a contact
 *
 * Gets the last name, which a TrueConf user has not.
 *
 * Returns: (transfer none) (nullable): the text, or `NULL` if it is not known
 *
 * Since: 0.1
 */
const char *
trueconf_contact_get_last_name (TrueconfContact *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTACT (self), NULL);

  return self->last_name;
}

/**
 * trueconf_contact_get_phone_number: (get-property phone-number)
 * @self: a contact
 *
 * Gets the preferred phone number, or the first one.
 *
 * Returns: (transfer none) (nullable): the text, or `NULL` if it is not known
 *
 * Since: 0.1
 */
const char *
trueconf_contact_get_phone_number (TrueconfContact *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTACT (self), NULL);

  return self->phone_numbers != NULL && self->phone_numbers[0] != NULL ? self->phone_numbers[0] : NULL;
}

/**
 * trueconf_contact_get_phone_numbers: (get-property phone-numbers)
 * @self: a contact
 *
 * Gets all phone numbers, the preferred one first.
 *
 * Returns: (transfer none) (array zero-terminated=1): the numbers
 *
 * Since: 0.1
 */
const char *const *
trueconf_contact_get_phone_numbers (TrueconfContact *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTACT (self), NULL);

  return (const char *const *) self->phone_numbers;
}

/**
 * trueconf_contact_get_user_id: (get-property user-id)
 * @self: a contact
 *
 * Gets the TrueConf ID, if the contact is a TrueConf user.
 *
 * Returns: (transfer none) (nullable): the text, or `NULL` if it is not known
 *
 * Since: 0.1
 */
const char *
trueconf_contact_get_user_id (TrueconfContact *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTACT (self), NULL);

  return self->user_id;
}

/**
 * trueconf_contact_get_vcard: (get-property vcard)
 * @self: a contact
 *
 * Gets the vCard as a text, if the contact came as one. What is not valid UTF-8 in it is replaced.
 *
 * Returns: (transfer none) (nullable): the text, or `NULL` if it is not known
 *
 * Since: 0.1
 */
const char *
trueconf_contact_get_vcard (TrueconfContact *self)
{
  g_return_val_if_fail (TRUECONF_IS_CONTACT (self), NULL);

  return self->vcard;
}
