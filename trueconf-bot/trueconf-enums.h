/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TRUECONF_INSIDE) && !defined(TRUECONF_COMPILATION)
#  error "Only <trueconf-bot.h> can be included directly."
#endif

#include <glib-object.h>

#include "trueconf-version-macros.h"

G_BEGIN_DECLS

/**
 * TrueconfStatus:
 * @TRUECONF_STATUS_DISCONNECTED: there is no connection to the server
 * @TRUECONF_STATUS_CONNECTED: the WebSocket is open, the server has not yet accepted the token
 * @TRUECONF_STATUS_AUTHORIZED: the bot is logged in: the only state in which it can be used
 *
 * How far a bot's connection has come.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_STATUS_DISCONNECTED,
  TRUECONF_STATUS_CONNECTED,
  TRUECONF_STATUS_AUTHORIZED,
} TrueconfStatus;

/**
 * TrueconfAckPolicy:
 * @TRUECONF_ACK_POLICY_ON_RECEIPT: as soon as the event has arrived, before any handler runs
 * @TRUECONF_ACK_POLICY_AFTER_HANDLER: when the event is done, that is when its handler has returned and
 *   has released every hold; at the latest after 240 seconds, since the server hangs up after 300
 *
 * When an event is acknowledged, which for a message is when its author sees that it was read.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_ACK_POLICY_ON_RECEIPT,
  TRUECONF_ACK_POLICY_AFTER_HANDLER,
} TrueconfAckPolicy;

/**
 * TrueconfOrdering:
 * @TRUECONF_ORDERING_PER_CHAT: events of one chat are handled one after the other, chats side by side
 * @TRUECONF_ORDERING_NONE: each event is handled as it comes, whether or not the one before is done
 *
 * In which order handlers see events while earlier ones are still being handled.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_ORDERING_PER_CHAT,
  TRUECONF_ORDERING_NONE,
} TrueconfOrdering;

/**
 * TrueconfResendPolicy:
 * @TRUECONF_RESEND_POLICY_NEVER: every such request fails with `TRUECONF_ERROR_DELIVERY_UNKNOWN`
 * @TRUECONF_RESEND_POLICY_IDEMPOTENT: requests that can be repeated without harm are sent again, the others
 *   fail with `TRUECONF_ERROR_DELIVERY_UNKNOWN`
 * @TRUECONF_RESEND_POLICY_ALWAYS: every such request is sent again; a message may then arrive twice
 *
 * What becomes of a request whose answer was lost with the connection.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_RESEND_POLICY_NEVER,
  TRUECONF_RESEND_POLICY_IDEMPOTENT,
  TRUECONF_RESEND_POLICY_ALWAYS,
} TrueconfResendPolicy;

/**
 * TrueconfParseMode:
 * @TRUECONF_PARSE_MODE_TEXT: plain text, nothing in it has a special meaning
 * @TRUECONF_PARSE_MODE_MARKDOWN: Markdown
 * @TRUECONF_PARSE_MODE_HTML: a small subset of HTML: b, i, u, s, a, br
 *
 * How the server reads the text of a message.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_PARSE_MODE_TEXT,
  TRUECONF_PARSE_MODE_MARKDOWN,
  TRUECONF_PARSE_MODE_HTML,
} TrueconfParseMode;

/**
 * TrueconfAuthorType:
 * @TRUECONF_AUTHOR_TYPE_SYSTEM: the server
 * @TRUECONF_AUTHOR_TYPE_USER: a user, which a bot is too
 *
 * Who wrote a message or did something. Servers may send numbers that are not listed here.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_AUTHOR_TYPE_SYSTEM = 0,
  TRUECONF_AUTHOR_TYPE_USER = 1,
} TrueconfAuthorType;

/**
 * TrueconfMessageType:
 * @TRUECONF_MESSAGE_TYPE_UNKNOWN: the server did not say
 * @TRUECONF_MESSAGE_TYPE_ADD_PARTICIPANT: somebody was added to the chat
 * @TRUECONF_MESSAGE_TYPE_REMOVE_PARTICIPANT: somebody left the chat or was removed
 * @TRUECONF_MESSAGE_TYPE_EDIT_CHAT_TITLE: the chat has a new title
 * @TRUECONF_MESSAGE_TYPE_EDIT_CHAT_AVATAR: the chat has a new picture
 * @TRUECONF_MESSAGE_TYPE_CLEAR_HISTORY: the chat's history was cleared
 * @TRUECONF_MESSAGE_TYPE_PARTICIPANT_ROLE: somebody's role has changed
 * @TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE: text
 * @TRUECONF_MESSAGE_TYPE_FORWARDED_MESSAGE: another message, forwarded
 * @TRUECONF_MESSAGE_TYPE_ATTACHMENT: a file
 * @TRUECONF_MESSAGE_TYPE_LOCATION: a place on earth
 * @TRUECONF_MESSAGE_TYPE_SURVEY: a survey
 * @TRUECONF_MESSAGE_TYPE_VOICE_MESSAGE: a voice message (TrueConf Server 5.5.6)
 *
 * What a message is about. Below 200 the server speaks, from 200 on a user. Servers may send numbers that
 * are not listed here.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_MESSAGE_TYPE_UNKNOWN = 0,
  TRUECONF_MESSAGE_TYPE_ADD_PARTICIPANT = 1,
  TRUECONF_MESSAGE_TYPE_REMOVE_PARTICIPANT = 2,
  TRUECONF_MESSAGE_TYPE_EDIT_CHAT_TITLE = 21,
  TRUECONF_MESSAGE_TYPE_EDIT_CHAT_AVATAR = 22,
  TRUECONF_MESSAGE_TYPE_CLEAR_HISTORY = 23,
  TRUECONF_MESSAGE_TYPE_PARTICIPANT_ROLE = 110,
  TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE = 200,
  TRUECONF_MESSAGE_TYPE_FORWARDED_MESSAGE = 201,
  TRUECONF_MESSAGE_TYPE_ATTACHMENT = 202,
  TRUECONF_MESSAGE_TYPE_LOCATION = 203,
  TRUECONF_MESSAGE_TYPE_SURVEY = 204,
  TRUECONF_MESSAGE_TYPE_VOICE_MESSAGE = 205,
} TrueconfMessageType;

/**
 * TrueconfChatType:
 * @TRUECONF_CHAT_TYPE_UNDEFINED: unknown: servers before 5.5.6 do not say
 * @TRUECONF_CHAT_TYPE_P2P: one to one
 * @TRUECONF_CHAT_TYPE_GROUP: a group, also the chat of a conference
 * @TRUECONF_CHAT_TYPE_SYSTEM: of the server
 * @TRUECONF_CHAT_TYPE_FAVORITES: a user's saved messages
 * @TRUECONF_CHAT_TYPE_CHANNEL: a channel
 *
 * The kinds of chat. Servers may send numbers that are not listed here.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_CHAT_TYPE_UNDEFINED = 0,
  TRUECONF_CHAT_TYPE_P2P = 1,
  TRUECONF_CHAT_TYPE_GROUP = 2,
  TRUECONF_CHAT_TYPE_SYSTEM = 3,
  TRUECONF_CHAT_TYPE_FAVORITES = 5,
  TRUECONF_CHAT_TYPE_CHANNEL = 6,
} TrueconfChatType;

/**
 * TrueconfExtensionMode:
 * @TRUECONF_EXTENSION_MODE_ANY: any file may be uploaded
 * @TRUECONF_EXTENSION_MODE_ALLOW: only files with one of the listed extensions
 * @TRUECONF_EXTENSION_MODE_BLOCK: all files but those with one of the listed extensions
 *
 * How [method@UploadLimits.get_extensions] is to be read.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_EXTENSION_MODE_ANY,
  TRUECONF_EXTENSION_MODE_ALLOW,
  TRUECONF_EXTENSION_MODE_BLOCK,
} TrueconfExtensionMode;

/**
 * TrueconfFileReadyState:
 * @TRUECONF_FILE_READY_STATE_NOT_AVAILABLE: the file is gone, or has never arrived
 * @TRUECONF_FILE_READY_STATE_UPLOADING: the file is on its way to the server
 * @TRUECONF_FILE_READY_STATE_READY: the file can be fetched
 *
 * Whether a file has arrived on the server. Servers may send numbers that are not listed here.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_FILE_READY_STATE_NOT_AVAILABLE = 0,
  TRUECONF_FILE_READY_STATE_UPLOADING = 1,
  TRUECONF_FILE_READY_STATE_READY = 2,
} TrueconfFileReadyState;

G_END_DECLS
