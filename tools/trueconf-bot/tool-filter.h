/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tool-run.h"

G_BEGIN_DECLS

/* A filter of the library made of an expression:
 *
 *   expression:  tests with “and”, “or”, “not” and parentheses
 *   test:        NAME, or NAME OPERATOR VALUE
 *   NAME:        event, method, chat, chat-type, author, type, text, mention, or a property path such as document.mime-type
 *   OPERATOR:    =  !=  <  <=  >  >=  ^= (begins with)  $= (ends with)  *= (contains)  ~= (regular expression)
 *   VALUE:       a word, or in quotation marks of either kind, where a backslash stands before " ' and \
 *
 * What is wrong with it is a TOOL_STATUS_USAGE. */
TrueconfFilter *
tool_filter_parse (ToolRun *run, const char *expression, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
