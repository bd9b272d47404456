/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "serve/sandbox-page.h"

#include "sandbox-resources.h"
#include "serve/sandbox-http.h"

typedef struct
{
  const char *path;
  const char *resource;
  const char *content_type;
} PageFile;

static const PageFile files[] = {
  { "/", "index.html", "text/html; charset=utf-8" },
  { "/page/style.css", "style.css", "text/css; charset=utf-8" },
  { "/page/server.js", "server.js", "text/javascript; charset=utf-8" },
  { "/page/messages.js", "messages.js", "text/javascript; charset=utf-8" },
  { "/page/page.js", "page.js", "text/javascript; charset=utf-8" },
};

static void
on_page (SoupServer *soup, SoupServerMessage *msg, const char *path, GHashTable *query, gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (msg);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GBytes) bytes = NULL;

      if (!g_str_equal (path, files[i].path))
        continue;
      name = g_strconcat ("/page/", files[i].resource, NULL);
      bytes = g_resource_lookup_data (sandbox_get_resource (), name, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      soup_message_headers_replace (
          headers, "Content-Security-Policy",
          "default-src 'self'; img-src data: blob:; media-src blob:; base-uri 'none'; "
          "form-action 'self'; frame-ancestors 'none'");
      soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
      soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
      soup_message_headers_replace (headers, "Cache-Control", "no-cache");
      soup_message_headers_replace (headers, "Content-Type", files[i].content_type);
      soup_server_message_set_status (msg, 200, NULL);
      soup_message_body_append_bytes (soup_server_message_get_response_body (msg), bytes);
      return;
    }
  sandbox_http_answer_text (msg, 404, "text/plain", "Not found\n");
}

void
sandbox_page_add (SandboxServer *server)
{
  soup_server_add_handler (server->soup, "/", on_page, server, NULL);
}
