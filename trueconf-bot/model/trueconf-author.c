/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "trueconf-enum-types.h"

#include "model/trueconf-author-private.h"
#include "model/trueconf-model-private.h"

/**
 * TrueconfAuthor:
 *
 * Who wrote a message or did something.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfAuthor, trueconf_author, G_TYPE_OBJECT)

/**
 * trueconf_author_get_id: (get-property id)
 * @self: an object of this type
 *
 * Gets the TrueConf ID, for example `nora@video.example.com`, as the server sent it.
 *
 * It may carry the suffix of a connection behind a slash.
 *
 * Returns: (transfer none) (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_author_get_id (TrueconfAuthor *self)
{
  g_return_val_if_fail (TRUECONF_IS_AUTHOR (self), NULL);

  return self->id;
}

/**
 * trueconf_author_get_author_type: (get-property type)
 * @self: an object of this type
 *
 * Gets whether it is a user or the server.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
TrueconfAuthorType
trueconf_author_get_author_type (TrueconfAuthor *self)
{
  g_return_val_if_fail (TRUECONF_IS_AUTHOR (self), 0);

  return self->author_type;
}

static const TrueconfModelField fields[] = {
  { "id", TRUECONF_FIELD_STRING, G_STRUCT_OFFSET (TrueconfAuthor, id) },
  { "type", TRUECONF_FIELD_ENUM, G_STRUCT_OFFSET (TrueconfAuthor, author_type),
    trueconf_author_type_get_type },
};

static void
trueconf_author_class_init (TrueconfAuthorClass *klass)
{
  /**
   * TrueconfAuthor:id: (getter get_id)
   *
   * The TrueConf ID, for example `nora@video.example.com`, as the server sent it.
   *
   * It may carry the suffix of a connection behind a slash.
   *
   * Since: 0.1
   */
  /**
   * TrueconfAuthor:type: (getter get_author_type)
   *
   * Whether it is a user or the server.
   *
   * Since: 0.1
   */
  TRUECONF_MODEL_FIELDS (klass, fields);
}

static void
trueconf_author_init (TrueconfAuthor *self)
{
}
