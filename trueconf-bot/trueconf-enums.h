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
 * TrueconfParticipantRole:
 * @TRUECONF_PARTICIPANT_ROLE_UNKNOWN: a role that the library does not know
 * @TRUECONF_PARTICIPANT_ROLE_OWNER: the owner of a group or channel
 * @TRUECONF_PARTICIPANT_ROLE_ADMIN: an appointed moderator
 * @TRUECONF_PARTICIPANT_ROLE_USER: an ordinary participant
 * @TRUECONF_PARTICIPANT_ROLE_CONF_OWNER: the owner of a conference, in its chat
 * @TRUECONF_PARTICIPANT_ROLE_CONF_MODERATOR: a moderator of a conference, in its chat
 * @TRUECONF_PARTICIPANT_ROLE_FAVORITES_OWNER: the owner of a chat with saved messages
 * @TRUECONF_PARTICIPANT_ROLE_WRITER: a participant who may write in a channel
 *
 * Roles of users in chats.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_PARTICIPANT_ROLE_UNKNOWN = -1,
  TRUECONF_PARTICIPANT_ROLE_OWNER = 0,
  TRUECONF_PARTICIPANT_ROLE_ADMIN = 1,
  TRUECONF_PARTICIPANT_ROLE_USER = 2,
  TRUECONF_PARTICIPANT_ROLE_CONF_OWNER = 3,
  TRUECONF_PARTICIPANT_ROLE_CONF_MODERATOR = 4,
  TRUECONF_PARTICIPANT_ROLE_FAVORITES_OWNER = 5,
  TRUECONF_PARTICIPANT_ROLE_WRITER = 6,
} TrueconfParticipantRole;

/**
 * TrueconfFileReadyState:
 * @TRUECONF_FILE_READY_STATE_NOT_AVAILABLE: it is gone, or has never arrived
 * @TRUECONF_FILE_READY_STATE_UPLOADING: it is on its way to the server
 * @TRUECONF_FILE_READY_STATE_READY: it can be downloaded
 *
 * Whether a file can be downloaded.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_FILE_READY_STATE_NOT_AVAILABLE = 0,
  TRUECONF_FILE_READY_STATE_UPLOADING = 1,
  TRUECONF_FILE_READY_STATE_READY = 2,
} TrueconfFileReadyState;

/**
 * TrueconfSurveyType:
 * @TRUECONF_SURVEY_TYPE_NORMAL: it is known who has answered what
 * @TRUECONF_SURVEY_TYPE_ANONYMOUS: it is not
 *
 * Kinds of surveys.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_SURVEY_TYPE_NORMAL,
  TRUECONF_SURVEY_TYPE_ANONYMOUS,
} TrueconfSurveyType;

/**
 * TrueconfChatActivity:
 * @TRUECONF_CHAT_ACTIVITY_TYPING: it writes
 * @TRUECONF_CHAT_ACTIVITY_CHOOSING_STICKER: it chooses a sticker
 * @TRUECONF_CHAT_ACTIVITY_UPLOADING_FILE: it sends a file
 *
 * What a bot can show that it is doing (TrueConf Server 5.5.6).
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_CHAT_ACTIVITY_TYPING,
  TRUECONF_CHAT_ACTIVITY_CHOOSING_STICKER,
  TRUECONF_CHAT_ACTIVITY_UPLOADING_FILE,
} TrueconfChatActivity;

/**
 * TrueconfCommandAnswer:
 * @TRUECONF_COMMAND_ANSWER_COMPLETE: it is done
 * @TRUECONF_COMMAND_ANSWER_CANCEL: it was cancelled
 * @TRUECONF_COMMAND_ANSWER_MESSAGE: with a text
 * @TRUECONF_COMMAND_ANSWER_TIMEOUT: it took too long
 *
 * How the press of a button can be answered (TrueConf Server 5.5.6).
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_COMMAND_ANSWER_COMPLETE,
  TRUECONF_COMMAND_ANSWER_CANCEL,
  TRUECONF_COMMAND_ANSWER_MESSAGE,
  TRUECONF_COMMAND_ANSWER_TIMEOUT,
} TrueconfCommandAnswer;

/**
 * TrueconfCommandStatus:
 * @TRUECONF_COMMAND_STATUS_OK: well
 * @TRUECONF_COMMAND_STATUS_FAILED: it failed
 * @TRUECONF_COMMAND_STATUS_PENDING: it has not begun
 * @TRUECONF_COMMAND_STATUS_RUNNING: it is being done
 * @TRUECONF_COMMAND_STATUS_CANCELED: it was cancelled
 * @TRUECONF_COMMAND_STATUS_TIMEOUT: it took too long
 * @TRUECONF_COMMAND_STATUS_UNKNOWN: nobody knows
 *
 * How it went with what a button has asked for (TrueConf Server 5.5.6).
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_COMMAND_STATUS_OK,
  TRUECONF_COMMAND_STATUS_FAILED,
  TRUECONF_COMMAND_STATUS_PENDING,
  TRUECONF_COMMAND_STATUS_RUNNING,
  TRUECONF_COMMAND_STATUS_CANCELED,
  TRUECONF_COMMAND_STATUS_TIMEOUT,
  TRUECONF_COMMAND_STATUS_UNKNOWN,
} TrueconfCommandStatus;

/**
 * TrueconfCommandVisibility:
 * @TRUECONF_COMMAND_VISIBILITY_DEFAULT: as they like
 * @TRUECONF_COMMAND_VISIBILITY_ALERT: as an alert
 * @TRUECONF_COMMAND_VISIBILITY_TOAST: as a toast
 * @TRUECONF_COMMAND_VISIBILITY_STICKY: until it is closed
 *
 * How applications show the answer to the press of a button (TrueConf Server 5.5.6).
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_COMMAND_VISIBILITY_DEFAULT,
  TRUECONF_COMMAND_VISIBILITY_ALERT,
  TRUECONF_COMMAND_VISIBILITY_TOAST,
  TRUECONF_COMMAND_VISIBILITY_STICKY,
} TrueconfCommandVisibility;

/**
 * TrueconfCommandLevel:
 * @TRUECONF_COMMAND_LEVEL_INFO: for information
 * @TRUECONF_COMMAND_LEVEL_WARNING: a warning
 * @TRUECONF_COMMAND_LEVEL_ERROR: an error
 * @TRUECONF_COMMAND_LEVEL_CRITICAL: a grave error
 *
 * How grave the answer to the press of a button is (TrueConf Server 5.5.6).
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_COMMAND_LEVEL_INFO,
  TRUECONF_COMMAND_LEVEL_WARNING,
  TRUECONF_COMMAND_LEVEL_ERROR,
  TRUECONF_COMMAND_LEVEL_CRITICAL,
} TrueconfCommandLevel;

/**
 * TrueconfButtonType:
 * @TRUECONF_BUTTON_TYPE_UNKNOWN: a type that the library does not know
 * @TRUECONF_BUTTON_TYPE_COMMAND: tells the bot, by [class@CallbackQuery]
 * @TRUECONF_BUTTON_TYPE_URL: opens an address
 * @TRUECONF_BUTTON_TYPE_MESSAGE: sends a text in the name of whoever presses it
 * @TRUECONF_BUTTON_TYPE_COPY: copies a text to the clipboard
 * @TRUECONF_BUTTON_TYPE_SHARE: shares something; servers know the word, and nothing more is known of it
 *
 * What happens when a button is pressed (TrueConf Server 5.5.6).
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_BUTTON_TYPE_UNKNOWN = -1,
  TRUECONF_BUTTON_TYPE_COMMAND = 0,
  TRUECONF_BUTTON_TYPE_URL = 1,
  TRUECONF_BUTTON_TYPE_MESSAGE = 2,
  TRUECONF_BUTTON_TYPE_COPY = 3,
  TRUECONF_BUTTON_TYPE_SHARE = 4,
} TrueconfButtonType;

/**
 * TrueconfButtonStyle:
 * @TRUECONF_BUTTON_STYLE_DEFAULT: as all
 * @TRUECONF_BUTTON_STYLE_PRIMARY: what most people will press
 * @TRUECONF_BUTTON_STYLE_DANGER: what cannot be undone
 * @TRUECONF_BUTTON_STYLE_SUCCESS: what is good
 *
 * How a button looks (TrueConf Server 5.5.6).
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_BUTTON_STYLE_DEFAULT,
  TRUECONF_BUTTON_STYLE_PRIMARY,
  TRUECONF_BUTTON_STYLE_DANGER,
  TRUECONF_BUTTON_STYLE_SUCCESS,
} TrueconfButtonStyle;

/**
 * TrueconfDraftKind:
 * @TRUECONF_DRAFT_KIND_MESSAGE: text
 * @TRUECONF_DRAFT_KIND_PHOTO: a picture, shown in the chat
 * @TRUECONF_DRAFT_KIND_DOCUMENT: a file
 * @TRUECONF_DRAFT_KIND_STICKER: a picture in WebP format, shown without a frame
 *
 * What a [class@Draft] becomes.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_DRAFT_KIND_MESSAGE,
  TRUECONF_DRAFT_KIND_PHOTO,
  TRUECONF_DRAFT_KIND_DOCUMENT,
  TRUECONF_DRAFT_KIND_STICKER,
} TrueconfDraftKind;

/**
 * TrueconfEventType:
 * @TRUECONF_EVENT_TYPE_UPDATE: an event that the library does not know, [class@Update]
 * @TRUECONF_EVENT_TYPE_MESSAGE: [class@Message]
 * @TRUECONF_EVENT_TYPE_ADDED_CHAT_PARTICIPANT: [class@AddedChatParticipant]
 * @TRUECONF_EVENT_TYPE_REMOVED_CHAT_PARTICIPANT: [class@RemovedChatParticipant]
 * @TRUECONF_EVENT_TYPE_CHANGED_PARTICIPANT_ROLE: [class@ChangedParticipantRole]
 * @TRUECONF_EVENT_TYPE_CHANGED_FILE_UPLOAD_LIMITS: [class@ChangedFileUploadLimits]
 * @TRUECONF_EVENT_TYPE_CLEARED_CHAT_HISTORY: [class@ClearedChatHistory]
 * @TRUECONF_EVENT_TYPE_CREATED_CHANNEL: [class@CreatedChannel]
 * @TRUECONF_EVENT_TYPE_CREATED_FAVORITES_CHAT: [class@CreatedFavoritesChat]
 * @TRUECONF_EVENT_TYPE_CREATED_GROUP_CHAT: [class@CreatedGroupChat]
 * @TRUECONF_EVENT_TYPE_CREATED_PERSONAL_CHAT: [class@CreatedPersonalChat]
 * @TRUECONF_EVENT_TYPE_EDITED_CHAT_AVATAR: [class@EditedChatAvatar]
 * @TRUECONF_EVENT_TYPE_EDITED_CHAT_TITLE: [class@EditedChatTitle]
 * @TRUECONF_EVENT_TYPE_EDITED_MESSAGE: [class@EditedMessage]
 * @TRUECONF_EVENT_TYPE_REMOVED_CHAT: [class@RemovedChat]
 * @TRUECONF_EVENT_TYPE_REMOVED_MESSAGE: [class@RemovedMessage]
 * @TRUECONF_EVENT_TYPE_UPLOADING_PROGRESS: [class@UploadingProgress]
 * @TRUECONF_EVENT_TYPE_CALLBACK_QUERY: [class@CallbackQuery]
 *
 * The kinds of events, one for each class, for a `switch` where that is handier than types.
 *
 * Since: 0.1
 */
typedef enum
{
  TRUECONF_EVENT_TYPE_UPDATE,
  TRUECONF_EVENT_TYPE_MESSAGE,
  TRUECONF_EVENT_TYPE_ADDED_CHAT_PARTICIPANT,
  TRUECONF_EVENT_TYPE_REMOVED_CHAT_PARTICIPANT,
  TRUECONF_EVENT_TYPE_CHANGED_PARTICIPANT_ROLE,
  TRUECONF_EVENT_TYPE_CHANGED_FILE_UPLOAD_LIMITS,
  TRUECONF_EVENT_TYPE_CLEARED_CHAT_HISTORY,
  TRUECONF_EVENT_TYPE_CREATED_CHANNEL,
  TRUECONF_EVENT_TYPE_CREATED_FAVORITES_CHAT,
  TRUECONF_EVENT_TYPE_CREATED_GROUP_CHAT,
  TRUECONF_EVENT_TYPE_CREATED_PERSONAL_CHAT,
  TRUECONF_EVENT_TYPE_EDITED_CHAT_AVATAR,
  TRUECONF_EVENT_TYPE_EDITED_CHAT_TITLE,
  TRUECONF_EVENT_TYPE_EDITED_MESSAGE,
  TRUECONF_EVENT_TYPE_REMOVED_CHAT,
  TRUECONF_EVENT_TYPE_REMOVED_MESSAGE,
  TRUECONF_EVENT_TYPE_UPLOADING_PROGRESS,
  TRUECONF_EVENT_TYPE_CALLBACK_QUERY,
} TrueconfEventType;

G_END_DECLS
