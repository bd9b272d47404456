/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#ifdef HAVE_HIREDIS
#  include <hiredis/hiredis.h>
#endif

#include "dialogs/trueconf-fsm-record-private.h"
#include "dialogs/trueconf-redis-address-private.h"
#include "dialogs/trueconf-redis-link-private.h"
#include "dialogs/trueconf-redis-storage.h"
#include "transport/trueconf-io-private.h"
#include "trueconf-error.h"
#include "trueconf-string-private.h"

#define DEFAULT_PREFIX "trueconf:"

/* In seconds. A call of the storage ends after a minute, whatever the storage does. */
#define DEFAULT_TIMEOUT 10
#define MAX_TIMEOUT     60

/* In milliseconds. For so long a dialog that has expired waits for somebody to handle it, and then it vanishes. */
#define GRACE (G_GINT64_CONSTANT (7) * 24 * 60 * 60 * 1000)

/* In milliseconds since 1970. Redis refuses times that it cannot count to. */
#define LATEST G_GINT64_CONSTANT (1000000000000000)

/* In bytes. What is read is bounded, so what is written must be. */
#define MAX_DATA (4 * 1024 * 1024)

/* Keys in a page of find_expired. */
#define MAX_PAGE 1000

/**
 * TrueconfRedisStorage:
 *
 * Keeps dialogs in Redis, or in a server that speaks its protocol, such as Valkey. Several processes on several machines
 * share them.
 *
 * The server is named by [property@RedisStorage:address]: `redis://host:port/database`, `rediss://` for a connection with TLS, or
 * `unix:///path/to/socket?db=1`. User name and password may stand in the address, or be set on their own. Redis Cluster is not
 * supported.
 *
 * A connection is made when it is needed, and is made again when it was lost: at first at once, then after a pause that grows up to five
 * seconds. A change whose answer was lost with its connection is sent again, and the server knows whether it has made it already, so it
 * is made once. When [property@RedisStorage:timeout] is over, the call fails with `TRUECONF_ERROR_TIMED_OUT`, or with the reason why
 * there is no connection; only then is it not known whether the change was made. A password or a certificate that is refused fails at
 * once. All errors but these have the code `TRUECONF_ERROR_STORAGE_FAILED`, or `TRUECONF_ERROR_NOT_SUPPORTED` if the library was
 * built without hiredis.
 *
 * What survives the end of the server is up to its configuration: with `appendonly yes` and `appendfsync always` everything does, with
 * the default of most distributions the last minutes may be lost.
 *
 * A dialog is a hash under the key prefix, `dialog:` and [method@FsmKey.to_string]; the sorted set `expiry` under the key prefix has
 * those that expire. A dialog that has expired is found by [method@FsmStorage.find_expired_async] for a week, and then vanishes. Dialogs
 * that do not expire stay for ever, unless [property@RedisStorage:expires] is set.
 *
 * Since: 0.1
 */
struct _TrueconfRedisStorage
{
  GObject parent_instance;

  char *given_address; /* NULL once it was read, since it may have a password */
  TrueconfRedisAddress *address;
  GError *problem; /* of the properties */
  TrueconfRedisLink *link;

  char *user_name;
  char *password;
  char *tls_ca_file;
  GTlsDatabase *tls_database;
  gboolean verify_tls;
  char *key_prefix;
  guint timeout;
  guint expires;
};

typedef enum
{
  PROP_ADDRESS = 1,
  PROP_USER_NAME,
  PROP_PASSWORD,
  PROP_TLS_CA_FILE,
  PROP_TLS_DATABASE,
  PROP_VERIFY_TLS,
  PROP_KEY_PREFIX,
  PROP_TIMEOUT,
  PROP_EXPIRES,
} TrueconfRedisStorageProperty;

static GParamSpec *properties[PROP_EXPIRES + 1];

static void trueconf_redis_storage_iface_init (TrueconfFsmStorageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrueconfRedisStorage,
                               trueconf_redis_storage,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TRUECONF_TYPE_FSM_STORAGE,
                                                      trueconf_redis_storage_iface_init))

#ifdef HAVE_HIREDIS

/* ---- on the I/O thread */

/* What is no hash at all is a dialog that is damaged. */
static const TrueconfRedisScript load_script = {
  "local parts = redis.pcall('HMGET', KEYS[1], 'version', 'state', 'data', 'expires_at')\n"
  "if parts.err and string.find(parts.err, 'WRONGTYPE', 1, true) then return {'', '', '', ''} end\n"
  "return parts",
  1
};

/* KEYS: the dialog, those that expire. ARGV: version that is replaced, new version, whether the record is empty, state, data, when it
 * expires, when it vanishes, after how long it vanishes, name in the set of those that expire, the four parts of the key.
 *
 * Something else under the name of the set is found before anything has changed, since what a script has done is not undone. The first
 * change is one that Redis refuses when its memory is full; after another one it would not, to keep a script whole. The last
 * versions are kept, also for a while after the end of a dialog: a call whose answer was lost comes again, perhaps after others. */
static const TrueconfRedisScript store_script = {
  "local there = redis.pcall('HMGET', KEYS[1], 'version', 'past')\n"
  "if there.err then\n"
  "  if ARGV[3] ~= '1' or not string.find(there.err, 'WRONGTYPE', 1, true) then return there end\n"
  "  redis.call('DEL', KEYS[1])\n"
  "  redis.call('ZREM', KEYS[2], ARGV[9])\n"
  "  return 1\n"
  "end\n"
  "local version, past = unpack(there)\n"
  "version, past = version or '', past or ''\n"
  "if string.find(past, ARGV[2], 1, true) then return 1 end\n"
  "if version == '' and ARGV[3] == '1' then return 1 end\n"
  "if version ~= ARGV[1] then return 0 end\n"
  "redis.call('ZRANGEBYSCORE', KEYS[2], 1, 0)\n"
  "past = string.sub(past, -272) .. ARGV[2] .. ' '\n"
  "if ARGV[3] == '1' then\n"
  "  redis.call('DEL', KEYS[1])\n"
  "  redis.call('ZREM', KEYS[2], ARGV[9])\n"
  "  redis.call('HSET', KEYS[1], 'past', past)\n"
  "  redis.call('PEXPIRE', KEYS[1], 120000)\n"
  "  return 1\n"
  "end\n"
  "redis.call('HSET', KEYS[1], 'past', past, 'version', ARGV[2], 'data', ARGV[5], 'expires_at', ARGV[6],\n"
  "  'bot', ARGV[10], 'chat', ARGV[11], 'user', ARGV[12], 'destiny', ARGV[13])\n"
  "if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], 'state', ARGV[4])\n"
  "else redis.call('HDEL', KEYS[1], 'state') end\n"
  "if ARGV[6] ~= '0' then redis.call('ZADD', KEYS[2], ARGV[6], ARGV[9])\n"
  "else redis.call('ZREM', KEYS[2], ARGV[9]) end\n"
  "if ARGV[7] ~= '' then redis.call('PEXPIREAT', KEYS[1], ARGV[7])\n"
  "elseif ARGV[8] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[8])\n"
  "else redis.call('PERSIST', KEYS[1]) end\n"
  "return 1",
  2
};

/* KEYS: those that expire. ARGV: time, limit, what stands before the name of a dialog. Those that have vanished, or
 * of which it is not known whose they are, are not found again: they would take the place of others each time. `forms` are the
 * characters of UTF-8 of more than one byte. */
static const TrueconfRedisScript find_script = {
  "local forms = {'[\\194-\\223][\\128-\\191]', '\\224[\\160-\\191][\\128-\\191]',\n"
  "  '[\\225-\\236\\238\\239][\\128-\\191][\\128-\\191]', '\\237[\\128-\\159][\\128-\\191]',\n"
  "  '\\240[\\144-\\191][\\128-\\191][\\128-\\191]', '[\\241-\\243][\\128-\\191][\\128-\\191][\\128-\\191]',\n"
  "  '\\244[\\128-\\143][\\128-\\191][\\128-\\191]'}\n"
  "local function is_text (part)\n"
  "  if not part then return false end\n"
  "  for _, form in ipairs(forms) do\n"
  "    if not string.find(part, '[%z\\128-\\255]') then return true end\n"
  "    part = string.gsub(part, form, ' ')\n"
  "  end\n"
  "  return not string.find(part, '[%z\\128-\\255]')\n"
  "end\n"
  "local found, n, members = {}, 0, nil\n"
  "repeat\n"
  "  members = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', n, ARGV[2] - n)\n"
  "  for _, member in ipairs(members) do\n"
  "    local parts = redis.pcall('HMGET', ARGV[3] .. member, 'bot', 'chat', 'user', 'destiny')\n"
  "    if parts.err and not string.find(parts.err, 'WRONGTYPE', 1, true) then return parts end\n"
  "    if is_text(parts[1]) and is_text(parts[2]) and is_text(parts[3]) and is_text(parts[4]) then\n"
  "      for i = 1, 4 do found[n * 4 + i] = parts[i] end\n"
  "      n = n + 1\n"
  "    else\n"
  "      redis.call('ZREM', KEYS[1], member)\n"
  "    end\n"
  "  end\n"
  "until #members == 0 or n == tonumber(ARGV[2])\n"
  "return found",
  1
};

static const char *
describe_unreadable (void)
{
  return _ ("Redis has answered with something else than a dialog; another program may have "
            "changed what is stored under “key-prefix”");
}

static void
answer_unreadable (GTask *task)
{
  g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED, "%s", describe_unreadable ());
}

/* Returns NULL if it is no text. */
static const char *
get_text (const redisReply *reply)
{
  return reply->type == REDIS_REPLY_STRING && g_utf8_validate (reply->str, (gssize) reply->len, NULL)
             ? reply->str
             : NULL;
}

static TrueconfFsmRecord *
read_record (redisReply *const *replies)
{
  const char *parts[4] = { NULL };
  gint64 expires_at = 0;

  if (replies[0]->type == REDIS_REPLY_NIL)
    return trueconf_fsm_record_new (NULL, NULL, 0, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      parts[i] = get_text (replies[i]);
      if (parts[i] == NULL && replies[i]->type != REDIS_REPLY_NIL)
        return trueconf_fsm_record_new_damaged (replies[0]->str, describe_unreadable ());
    }

  if (parts[3] == NULL || !g_ascii_string_to_signed (parts[3], 10, 0, G_MAXINT64, &expires_at, NULL))
    return trueconf_fsm_record_new_damaged (parts[0], describe_unreadable ());

  return trueconf_fsm_record_new (parts[1], parts[2], expires_at, parts[0]);
}

static void
loaded (const redisReply *reply, GTask *task)
{
  g_autoptr (TrueconfFsmRecord) record = NULL;

  if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 4)
    {
      answer_unreadable (task);
      return;
    }

  record = read_record (reply->element);
  trueconf_fsm_record_answer (record, task);
}

static void
stored (const redisReply *reply, GTask *task)
{
  if (reply->type == REDIS_REPLY_INTEGER)
    g_task_return_boolean (task, reply->integer == 1);
  else
    answer_unreadable (task);
}

static void
found (const redisReply *reply, GTask *task)
{
  g_autoptr (GListStore) keys = g_list_store_new (TRUECONF_TYPE_FSM_KEY);

  if (reply->type != REDIS_REPLY_ARRAY || reply->elements % 4 != 0)
    {
      answer_unreadable (task);
      return;
    }

  for (gsize i = 0; i < reply->elements; i += 4)
    {
      g_autoptr (TrueconfFsmKey) key = NULL;
      const char *parts[4];
      guint j;

      for (j = 0; j < 4; j++)
        if ((parts[j] = get_text (reply->element[i + j])) == NULL)
          break;
      /* those behind it are found all the same */
      if (j < 4)
        continue;

      key = trueconf_fsm_key_new (parts[0], parts[1], parts[2], parts[3]);
      g_list_store_append (keys, key);
    }

  trueconf_fsm_storage_answer_keys (g_task_get_source_object (task), task, G_LIST_MODEL (keys));
}

/* ---- in the thread of the user */

static gboolean
find_authorities (TrueconfRedisStorage *self, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) reason = NULL;

  if (self->tls_database != NULL || self->tls_ca_file == NULL)
    {
      g_set_object (&self->address->authorities, self->tls_database);
      return TRUE;
    }

  /* GIO accepts no authority at all when the path is relative, and only warns */
  path = g_canonicalize_filename (self->tls_ca_file, NULL);
  self->address->authorities = (GTlsDatabase *) g_tls_file_database_new (path, &reason);
  if (self->address->authorities != NULL)
    return TRUE;

  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
               /* Translators: path, why */
               _ ("The file “%s” of “tls-ca-file” cannot be used: %s"), self->tls_ca_file, reason->message);
  return FALSE;
}

/* Returns the link, or NULL if @task was answered with what is wrong. */
static TrueconfRedisLink *
need_link (TrueconfRedisStorage *self, GTask *task)
{
  GError *error = NULL;

  if (!trueconf_io_check_process ("TrueconfRedisStorage", &error))
    {
      g_task_return_error (task, error);
      return NULL;
    }

  if (self->link == NULL && self->problem == NULL && find_authorities (self, &self->problem))
    self->link = trueconf_redis_link_new (self->address);
  if (self->link == NULL)
    g_task_return_error (task, g_error_copy (self->problem));

  return self->link;
}

static void
trueconf_redis_storage_load (TrueconfFsmStorage *storage, TrueconfFsmKey *key, GTask *task)
{
  TrueconfRedisStorage *self = TRUECONF_REDIS_STORAGE (storage);
  TrueconfRedisLink *link = need_link (self, task);
  GPtrArray *words;

  if (link == NULL)
    return;

  words = g_ptr_array_new ();
  g_ptr_array_add (words, g_strconcat (self->key_prefix, "dialog:", trueconf_fsm_key_to_string (key), NULL));
  g_ptr_array_add (words, NULL);
  trueconf_redis_link_run (link, &load_script, (char **) g_ptr_array_free (words, FALSE), loaded, task);
}

static void
trueconf_redis_storage_store (TrueconfFsmStorage *storage,
                              TrueconfFsmKey *key,
                              TrueconfFsmRecord *record,
                              const char *version,
                              GTask *task)
{
  TrueconfRedisStorage *self = TRUECONF_REDIS_STORAGE (storage);
  TrueconfRedisLink *link = need_link (self, task);
  const char *state = trueconf_fsm_record_get_state (record);
  gint64 expires_at = trueconf_fsm_record_get_expires_at (record);
  gint64 vanishes_after = (gint64) self->expires * 1000;
  gboolean vanishes = expires_at > 0 && expires_at < LATEST;
  gint64 vanishes_at = MAX (expires_at, g_get_real_time () / 1000) + GRACE;
  GPtrArray *words;

  if (link == NULL)
    return;

  if (strlen (trueconf_fsm_record_get_data (record)) > MAX_DATA)
    {
      g_autofree char *limit = g_format_size (MAX_DATA);

      g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED,
                               /* Translators: a size */
                               _ ("The data of the dialog are larger than %s"), limit);
      return;
    }

  words = g_ptr_array_new ();
  g_ptr_array_add (words, g_strconcat (self->key_prefix, "dialog:", trueconf_fsm_key_to_string (key), NULL));
  g_ptr_array_add (words, g_strconcat (self->key_prefix, "expiry", NULL));
  g_ptr_array_add (words, g_strdup (version != NULL ? version : ""));
  g_ptr_array_add (words, g_strdup (trueconf_fsm_record_get_version (record)));
  g_ptr_array_add (words, g_strdup (trueconf_fsm_record_is_empty (record) ? "1" : ""));
  g_ptr_array_add (words, g_strdup (state != NULL ? state : ""));
  g_ptr_array_add (words, g_strdup (trueconf_fsm_record_get_data (record)));
  g_ptr_array_add (words, g_strdup_printf ("%" G_GINT64_FORMAT, expires_at));
  g_ptr_array_add (words, vanishes ? g_strdup_printf ("%" G_GINT64_FORMAT, vanishes_at) : g_strdup (""));
  g_ptr_array_add (words, vanishes_after > 0 && expires_at == 0
                              ? g_strdup_printf ("%" G_GINT64_FORMAT, vanishes_after)
                              : g_strdup (""));
  g_ptr_array_add (words, g_strdup (trueconf_fsm_key_to_string (key)));
  g_ptr_array_add (words, g_strdup (trueconf_fsm_key_get_bot_id (key)));
  g_ptr_array_add (words, g_strdup (trueconf_fsm_key_get_chat_id (key)));
  g_ptr_array_add (words, g_strdup (trueconf_fsm_key_get_user_id (key)));
  g_ptr_array_add (words, g_strdup (trueconf_fsm_key_get_destiny (key)));
  g_ptr_array_add (words, NULL);
  trueconf_redis_link_run (link, &store_script, (char **) g_ptr_array_free (words, FALSE), stored, task);
}

static void
trueconf_redis_storage_find_expired (TrueconfFsmStorage *storage, gint64 time, guint limit, GTask *task)
{
  TrueconfRedisStorage *self = TRUECONF_REDIS_STORAGE (storage);
  TrueconfRedisLink *link = need_link (self, task);
  GPtrArray *words;

  if (link == NULL)
    return;

  words = g_ptr_array_new ();
  g_ptr_array_add (words, g_strconcat (self->key_prefix, "expiry", NULL));
  g_ptr_array_add (words, g_strdup_printf ("%" G_GINT64_FORMAT, time));
  g_ptr_array_add (words, g_strdup_printf ("%u", MIN (limit, MAX_PAGE)));
  g_ptr_array_add (words, g_strconcat (self->key_prefix, "dialog:", NULL));
  g_ptr_array_add (words, NULL);
  trueconf_redis_link_run (link, &find_script, (char **) g_ptr_array_free (words, FALSE), found, task);
}

static void
close_link (TrueconfRedisStorage *self)
{
  g_clear_pointer (&self->link, trueconf_redis_link_free);
}

#else

static void
refuse (GTask *task)
{
  g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_NOT_SUPPORTED,
                           _ ("The library was built without hiredis, with which it talks to Redis"));
}

static void
trueconf_redis_storage_load (TrueconfFsmStorage *storage, TrueconfFsmKey *key, GTask *task)
{
  refuse (task);
}

static void
trueconf_redis_storage_store (TrueconfFsmStorage *storage,
                              TrueconfFsmKey *key,
                              TrueconfFsmRecord *record,
                              const char *version,
                              GTask *task)
{
  refuse (task);
}

static void
trueconf_redis_storage_find_expired (TrueconfFsmStorage *storage, gint64 time, guint limit, GTask *task)
{
  refuse (task);
}

static void
close_link (TrueconfRedisStorage *self)
{
}

#endif

static void
trueconf_redis_storage_iface_init (TrueconfFsmStorageInterface *iface)
{
  iface->load = trueconf_redis_storage_load;
  iface->store = trueconf_redis_storage_store;
  iface->find_expired = trueconf_redis_storage_find_expired;
}

static void
trueconf_redis_storage_constructed (GObject *object)
{
  TrueconfRedisStorage *self = TRUECONF_REDIS_STORAGE (object);

  G_OBJECT_CLASS (trueconf_redis_storage_parent_class)->constructed (object);

  self->address = trueconf_redis_address_parse (self->given_address, &self->problem);
  trueconf_clear_secret (&self->given_address);
  if (self->address == NULL)
    return;

  if (self->user_name != NULL)
    trueconf_set_string (&self->address->user_name, self->user_name);
  else
    self->user_name = g_strdup (self->address->user_name);
  if (self->password != NULL)
    {
      trueconf_clear_secret (&self->address->password);
      self->address->password = g_steal_pointer (&self->password);
    }
  self->address->verify = self->verify_tls;
  self->address->timeout = self->timeout * G_TIME_SPAN_SECOND;
}

static void
trueconf_redis_storage_finalize (GObject *object)
{
  TrueconfRedisStorage *self = TRUECONF_REDIS_STORAGE (object);

  close_link (self);
  g_clear_pointer (&self->address, trueconf_redis_address_unref);
  g_clear_error (&self->problem);
  g_clear_pointer (&self->user_name, g_free);
  trueconf_clear_secret (&self->password);
  g_clear_pointer (&self->tls_ca_file, g_free);
  g_clear_object (&self->tls_database);
  g_clear_pointer (&self->key_prefix, g_free);

  G_OBJECT_CLASS (trueconf_redis_storage_parent_class)->finalize (object);
}

static void
trueconf_redis_storage_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfRedisStorage *self = TRUECONF_REDIS_STORAGE (object);

  switch ((TrueconfRedisStorageProperty) prop_id)
    {
    case PROP_ADDRESS:
      g_value_set_string (value, trueconf_redis_storage_get_address (self));
      break;

    case PROP_USER_NAME:
      g_value_set_string (value, self->user_name);
      break;

    case PROP_TLS_CA_FILE:
      g_value_set_string (value, self->tls_ca_file);
      break;

    case PROP_TLS_DATABASE:
      g_value_set_object (value, self->tls_database);
      break;

    case PROP_VERIFY_TLS:
      g_value_set_boolean (value, self->verify_tls);
      break;

    case PROP_KEY_PREFIX:
      g_value_set_string (value, self->key_prefix);
      break;

    case PROP_TIMEOUT:
      g_value_set_uint (value, self->timeout);
      break;

    case PROP_EXPIRES:
      g_value_set_uint (value, self->expires);
      break;

    case PROP_PASSWORD:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_redis_storage_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfRedisStorage *self = TRUECONF_REDIS_STORAGE (object);

  switch ((TrueconfRedisStorageProperty) prop_id)
    {
    case PROP_ADDRESS:
      self->given_address = g_value_dup_string (value);
      break;

    case PROP_USER_NAME:
      self->user_name = g_value_dup_string (value);
      break;

    case PROP_PASSWORD:
      self->password = g_value_dup_string (value);
      break;

    case PROP_TLS_CA_FILE:
      self->tls_ca_file = g_value_dup_string (value);
      break;

    case PROP_TLS_DATABASE:
      self->tls_database = g_value_dup_object (value);
      break;

    case PROP_VERIFY_TLS:
      self->verify_tls = g_value_get_boolean (value);
      break;

    case PROP_KEY_PREFIX:
      self->key_prefix =
          g_strdup (g_value_get_string (value) != NULL ? g_value_get_string (value) : DEFAULT_PREFIX);
      break;

    case PROP_TIMEOUT:
      self->timeout = g_value_get_uint (value);
      break;

    case PROP_EXPIRES:
      self->expires = g_value_get_uint (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_redis_storage_class_init (TrueconfRedisStorageClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = trueconf_redis_storage_constructed;
  object_class->finalize = trueconf_redis_storage_finalize;
  object_class->get_property = trueconf_redis_storage_get_property;
  object_class->set_property = trueconf_redis_storage_set_property;

  /**
   * TrueconfRedisStorage:address: (getter get_address)
   *
   * The address of the server: `redis://host:port/database`, `rediss://host` or `unix:///path?db=number`.
   *
   * User name and password may be a part of it when it is set (`redis://user:password@host`); they are not when it is read.
   *
   * Since: 0.1
   */
  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);

  /**
   * TrueconfRedisStorage:user-name: (getter get_user_name)
   *
   * The name of the user that logs in (“ACL”, since Redis 6), or `NULL` for the default one.
   *
   * Since: 0.1
   */
  properties[PROP_USER_NAME] = g_param_spec_string ("user-name", NULL, NULL, NULL, flags);

  /**
   * TrueconfRedisStorage:password:
   *
   * The password to log in with, or `NULL` for that of the address, if there is one.
   *
   * Since: 0.1
   */
  properties[PROP_PASSWORD] = g_param_spec_string (
      "password", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfRedisStorage:tls-ca-file: (getter get_tls_ca_file)
   *
   * The path of a file with the authorities that may have issued the certificate of the server, in PEM, or `NULL` for those of the
   * system. [property@RedisStorage:tls-database] goes first.
   *
   * Since: 0.1
   */
  properties[PROP_TLS_CA_FILE] = g_param_spec_string ("tls-ca-file", NULL, NULL, NULL, flags);

  /**
   * TrueconfRedisStorage:tls-database: (getter get_tls_database)
   *
   * The authorities that may have issued the certificate of the server, or `NULL`.
   *
   * Since: 0.1
   */
  properties[PROP_TLS_DATABASE] =
      g_param_spec_object ("tls-database", NULL, NULL, G_TYPE_TLS_DATABASE, flags);

  /**
   * TrueconfRedisStorage:verify-tls: (getter get_verify_tls)
   *
   * Whether the certificate of the server has to be valid. Only a test should set it to `FALSE`, since anybody may read the dialogs
   * and the password then.
   *
   * Since: 0.1
   */
  properties[PROP_VERIFY_TLS] = g_param_spec_boolean ("verify-tls", NULL, NULL, TRUE, flags);

  /**
   * TrueconfRedisStorage:key-prefix: (getter get_key_prefix)
   *
   * What all keys begin with, so that other programs may use the same database.
   *
   * Since: 0.1
   */
  properties[PROP_KEY_PREFIX] = g_param_spec_string ("key-prefix", NULL, NULL, DEFAULT_PREFIX, flags);

  /**
   * TrueconfRedisStorage:timeout: (getter get_timeout)
   *
   * How long a call may take, in seconds, with all attempts to get a connection.
   *
   * Since: 0.1
   */
  properties[PROP_TIMEOUT] =
      g_param_spec_uint ("timeout", NULL, NULL, 1, MAX_TIMEOUT, DEFAULT_TIMEOUT, flags);

  /**
   * TrueconfRedisStorage:expires: (getter get_expires)
   *
   * After how many seconds without a change a dialog vanishes whose state has no time-out of its own; 0: never.
   *
   * It vanishes silently. A [property@State:timeout] is noticed and handled.
   *
   * Since: 0.1
   */
  properties[PROP_EXPIRES] = g_param_spec_uint ("expires", NULL, NULL, 0, G_MAXUINT, 0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_redis_storage_init (TrueconfRedisStorage *self)
{
}

/**
 * trueconf_redis_storage_new:
 * @address: the address of the server, for example `redis://localhost`
 *
 * Creates a storage that keeps dialogs in Redis.
 *
 * Nothing is connected yet. If the address is not valid, each call fails with `TRUECONF_ERROR_INVALID_ARGUMENT`.
 *
 * Returns: (transfer full): a storage
 *
 * Since: 0.1
 */
TrueconfRedisStorage *
trueconf_redis_storage_new (const char *address)
{
  g_return_val_if_fail (address != NULL, NULL);

  return g_object_new (TRUECONF_TYPE_REDIS_STORAGE, "address", address, NULL);
}

/**
 * trueconf_redis_storage_get_address: (get-property address)
 * @self: a storage
 *
 * Gets the address of the server, without user name and password.
 *
 * Returns: (transfer none) (nullable): the address, or `NULL` if the one that was given is not valid
 *
 * Since: 0.1
 */
const char *
trueconf_redis_storage_get_address (TrueconfRedisStorage *self)
{
  g_return_val_if_fail (TRUECONF_IS_REDIS_STORAGE (self), NULL);

  return self->address != NULL ? self->address->shown : NULL;
}

/**
 * trueconf_redis_storage_get_user_name: (get-property user-name)
 * @self: a storage
 *
 * Gets the name of the user that logs in.
 *
 * Returns: (transfer none) (nullable): the name, or `NULL` for the default user
 *
 * Since: 0.1
 */
const char *
trueconf_redis_storage_get_user_name (TrueconfRedisStorage *self)
{
  g_return_val_if_fail (TRUECONF_IS_REDIS_STORAGE (self), NULL);

  return self->user_name;
}

/**
 * trueconf_redis_storage_get_tls_ca_file: (get-property tls-ca-file)
 * @self: a storage
 *
 * Gets the path of the file with the authorities that are trusted.
 *
 * Returns: (transfer none) (nullable): the path, or `NULL`
 *
 * Since: 0.1
 */
const char *
trueconf_redis_storage_get_tls_ca_file (TrueconfRedisStorage *self)
{
  g_return_val_if_fail (TRUECONF_IS_REDIS_STORAGE (self), NULL);

  return self->tls_ca_file;
}

/**
 * trueconf_redis_storage_get_tls_database: (get-property tls-database)
 * @self: a storage
 *
 * Gets the authorities that are trusted.
 *
 * Returns: (transfer none) (nullable): the authorities, or `NULL`
 *
 * Since: 0.1
 */
GTlsDatabase *
trueconf_redis_storage_get_tls_database (TrueconfRedisStorage *self)
{
  g_return_val_if_fail (TRUECONF_IS_REDIS_STORAGE (self), NULL);

  return self->tls_database;
}

/**
 * trueconf_redis_storage_get_verify_tls: (get-property verify-tls)
 * @self: a storage
 *
 * Finds out whether the certificate of the server has to be valid.
 *
 * Returns: `TRUE` if it has to be
 *
 * Since: 0.1
 */
gboolean
trueconf_redis_storage_get_verify_tls (TrueconfRedisStorage *self)
{
  g_return_val_if_fail (TRUECONF_IS_REDIS_STORAGE (self), FALSE);

  return self->verify_tls;
}

/**
 * trueconf_redis_storage_get_key_prefix: (get-property key-prefix)
 * @self: a storage
 *
 * Gets what all keys begin with.
 *
 * Returns: (transfer none): the beginning
 *
 * Since: 0.1
 */
const char *
trueconf_redis_storage_get_key_prefix (TrueconfRedisStorage *self)
{
  g_return_val_if_fail (TRUECONF_IS_REDIS_STORAGE (self), NULL);

  return self->key_prefix;
}

/**
 * trueconf_redis_storage_get_timeout: (get-property timeout)
 * @self: a storage
 *
 * Gets how long a call may take.
 *
 * Returns: seconds
 *
 * Since: 0.1
 */
guint
trueconf_redis_storage_get_timeout (TrueconfRedisStorage *self)
{
  g_return_val_if_fail (TRUECONF_IS_REDIS_STORAGE (self), 0);

  return self->timeout;
}

/**
 * trueconf_redis_storage_get_expires: (get-property expires)
 * @self: a storage
 *
 * Gets after how long without a change a dialog vanishes.
 *
 * Returns: seconds, or 0 for never
 *
 * Since: 0.1
 */
guint
trueconf_redis_storage_get_expires (TrueconfRedisStorage *self)
{
  g_return_val_if_fail (TRUECONF_IS_REDIS_STORAGE (self), 0);

  return self->expires;
}
