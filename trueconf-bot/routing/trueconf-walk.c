/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "routing/trueconf-command-private.h"
#include "routing/trueconf-context-answer-private.h"
#include "routing/trueconf-context-private.h"
#include "routing/trueconf-filter-private.h"
#include "routing/trueconf-next-private.h"
#include "routing/trueconf-walk-private.h"

typedef struct _TrueconfFrame TrueconfFrame;

struct _TrueconfWalk
{
  TrueconfContext *context;
  TrueconfEvent *event; /* the context's */
  GType event_type;
  gboolean every_router;
  const TrueconfWalkReports *reports;
  gpointer data;
  TrueconfFrame *leaf;    /* the handler that runs, or is held */
  TrueconfRouter *router; /* not owned; whose filters or handlers are tried */
};

typedef enum
{
  STAGE_FIRST,
  STAGE_HANDLERS,
  STAGE_CHILDREN,
  STAGE_FALLBACKS,
  STAGE_END,
} TrueconfStage;

/* A router or a handler that the event has come to, with the middlewares around it. */
struct _TrueconfFrame
{
  TrueconfWalk *walk;
  TrueconfFrame *parent; /* NULL: the root */
  TrueconfRouter *router;

  GPtrArray *middlewares; /* NULL: none */
  GPtrArray *nexts; /* of the middlewares that have let the event go on, and that it has not come back to */
  gboolean handled;
  GError *error; /* of the handler */

  TrueconfHandler *handler; /* NULL: this is a router */
  guint n_holds;            /* before the handler was called */
  gboolean returned;

  TrueconfStage stage;
  gboolean advancing;
  gboolean again;
  TrueconfCursor cursor;
  TrueconfHandler *candidate; /* its filter is being asked */
  GPtrArray *children;
  guint child;
  GPtrArray *extra; /* of TrueconfHandler: those of STAGE_FIRST or STAGE_FALLBACKS */
  guint n_tried;
};

static void descend (TrueconfFrame *self, guint level);
static void come_back (TrueconfFrame *self, guint level);
static void advance (TrueconfFrame *self);
static void check_leaf (TrueconfFrame *self);

static TrueconfFrame *
frame_new (TrueconfWalk *walk, TrueconfFrame *parent, TrueconfRouter *router, GPtrArray *middlewares)
{
  TrueconfFrame *self = g_new0 (TrueconfFrame, 1);

  self->walk = walk;
  self->parent = parent;
  self->router = g_object_ref (router);
  if (middlewares != NULL && middlewares->len > 0)
    self->middlewares = g_ptr_array_ref (middlewares);

  return self;
}

static void
frame_free (TrueconfFrame *self)
{
  g_object_unref (self->router);
  g_clear_pointer (&self->middlewares, g_ptr_array_unref);
  g_clear_pointer (&self->nexts, g_ptr_array_unref);
  g_clear_pointer (&self->handler, trueconf_handler_unref);
  g_clear_error (&self->error);
  trueconf_cursor_clear (&self->cursor);
  g_clear_pointer (&self->candidate, trueconf_handler_unref);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->extra, g_ptr_array_unref);
  g_free (self);
}

static void
next_run (gpointer data, guint level)
{
  descend (data, level);
}

static void
next_finished (gpointer data, guint level, gboolean blocked)
{
  TrueconfFrame *self = data;

  if (blocked)
    self->handled = TRUE;
  come_back (self, level - 1);
}

static gboolean
tell_error (TrueconfWalk *walk, TrueconfRouter *router, const GError *error)
{
  if (router != NULL && trueconf_router_handle_error (router, error, walk->context))
    return TRUE;

  walk->reports->failed (walk->context, error, walk->data);
  return FALSE;
}

static gboolean
report_error (TrueconfWalk *walk, TrueconfRouter *router, const GError *error)
{
  trueconf_context_set_failed (walk->context);
  return tell_error (walk, router, error);
}

static gboolean
next_failed (gpointer data, guint level, const GError *error)
{
  TrueconfFrame *self = data;

  if (self->error == NULL)
    self->error = g_error_copy (error);
  trueconf_context_begin_router (self->walk->context, trueconf_router_get_shared_name (self->router));
  return report_error (self->walk, self->router, error);
}

static const TrueconfNextReports next_reports = {
  next_run,
  next_finished,
  next_failed,
};

/* The handler of a command does not get arguments that do not fit: the user gets an answer, and the event is handled.
 * Only here is it known that all filters have let it through. */
static gboolean
refuse_arguments (TrueconfContext *context)
{
  TrueconfCommand *command = trueconf_context_peek_command (context);
  g_autofree char *words = command != NULL ? trueconf_command_describe_misfit (command) : NULL;

  if (words == NULL)
    return FALSE;

  trueconf_context_answer (context, words);
  return TRUE;
}

static void
call_handler (TrueconfFrame *self)
{
  TrueconfWalk *walk = self->walk;
  TrueconfContext *context = walk->context;

  walk->leaf = self;
  self->n_holds = trueconf_context_get_n_holds (context);
  trueconf_context_begin_handler (context, self->handler->name, self->handler->id);
  walk->reports->begin (context, walk->data);
  if (!refuse_arguments (context))
    trueconf_handler_call (self->handler, walk->event, context);
  walk->reports->end (context, walk->data);
  self->returned = TRUE;
  check_leaf (self);
}

/* The event comes to what stands behind the first `level` middlewares. */
static void
descend (TrueconfFrame *self, guint level)
{
  if (self->middlewares != NULL && level < self->middlewares->len)
    {
      TrueconfWalk *walk = self->walk;
      g_autoptr (TrueconfMiddleware) middleware = g_object_ref (g_ptr_array_index (self->middlewares, level));
      g_autoptr (TrueconfNext) next = trueconf_next_new (&next_reports, self, level + 1);

      if (self->nexts == NULL)
        self->nexts = g_ptr_array_new ();
      g_ptr_array_add (self->nexts, next);
      trueconf_middleware_process (middleware, walk->event, walk->context, next);
    }
  else if (self->handler != NULL)
    {
      call_handler (self);
    }
  else
    {
      advance (self);
    }
}

/* A handler or a router has dealt with the event. */
static void
child_done (TrueconfFrame *self, gboolean handled, GError *error)
{
  if (error != NULL)
    {
      g_clear_error (&self->error);
      self->error = error;
    }

  switch (self->stage)
    {
    case STAGE_FIRST:
      if (!handled)
        break;
      self->handled = TRUE;
      self->stage = STAGE_END;
      break;

    case STAGE_HANDLERS:
      if (!handled)
        break;
      self->handled = TRUE;
      self->stage = trueconf_router_get_allow_child_on_event (self->router) ? STAGE_CHILDREN : STAGE_END;
      break;

    case STAGE_CHILDREN:
      self->handled = self->handled || handled;
      if (handled && !(self->parent == NULL && self->walk->every_router))
        self->stage = STAGE_END;
      break;

    case STAGE_FALLBACKS:
      if (!handled)
        break;
      self->handled = TRUE;
      self->stage = STAGE_END;
      break;

    case STAGE_END:
    default:
      g_return_if_reached ();
    }

  advance (self);
}

static void
walk_done (TrueconfWalk *walk)
{
  walk->router = NULL;
  trueconf_context_finish_routing (walk->context);
}

/* What stands behind the first `level` middlewares is done. */
static void
come_back (TrueconfFrame *self, guint level)
{
  TrueconfFrame *parent = self->parent;
  TrueconfWalk *walk = self->walk;
  gboolean handled = self->handled;
  g_autoptr (GError) error = NULL;

  if (level > 0)
    {
      TrueconfNext *next = g_ptr_array_index (self->nexts, level - 1);

      trueconf_next_come_back (next, self->handled, self->error);
      return;
    }

  error = g_steal_pointer (&self->error);
  walk->router = parent != NULL ? parent->router : NULL;
  frame_free (self);
  if (parent != NULL)
    child_done (parent, handled, g_steal_pointer (&error));
  else
    walk_done (walk);
}

static void
check_leaf (TrueconfFrame *self)
{
  TrueconfContext *context = self->walk->context;

  if (!self->returned || trueconf_context_get_n_holds (context) > self->n_holds)
    return;

  self->walk->leaf = NULL;
  self->handled = !trueconf_context_get_skipped (context);
  trueconf_context_end_handler (context);
  come_back (self, self->middlewares != NULL ? self->middlewares->len : 0);
}

static void
start_handler (TrueconfFrame *self, TrueconfHandler *handler)
{
  g_autoptr (GPtrArray) middlewares = trueconf_router_collect_inner_middlewares (handler->router);
  TrueconfFrame *frame = frame_new (self->walk, self, handler->router, middlewares);

  frame->handler = trueconf_handler_ref (handler);
  descend (frame, 0);
}

static void
start_router (TrueconfFrame *self, TrueconfRouter *router)
{
  descend (frame_new (self->walk, self, router, trueconf_router_get_outer_middlewares (router)), 0);
}

static void
filter_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TrueconfFrame *self = data;
  TrueconfWalk *walk = self->walk;
  g_autoptr (TrueconfHandler) handler = g_steal_pointer (&self->candidate);
  g_autoptr (GError) error = NULL;
  gboolean matches = trueconf_filter_match_finish (TRUECONF_FILTER (source), result, &error);

  trueconf_context_end_filter (walk->context, matches);
  if (error != NULL)
    report_error (walk, self->router, error);

  /* it may have been removed meanwhile */
  if (matches && handler->router != NULL)
    start_handler (self, handler);
  else
    advance (self);
}

/* Tries a handler. What comes of it calls advance (), perhaps at once. Returns whether it was tried. */
static gboolean
try_handler (TrueconfFrame *self, TrueconfHandler *handler)
{
  TrueconfWalk *walk = self->walk;
  TrueconfContext *context = walk->context;
  gboolean matches;

  if (handler->router == NULL)
    return FALSE;

  if (handler->filter == NULL)
    {
      start_handler (self, handler);
      return TRUE;
    }

  if (handler->asynchronous)
    {
      self->candidate = trueconf_handler_ref (handler);
      trueconf_context_begin_filter (context);
      trueconf_filter_match_async (handler->filter, walk->event, context,
                                   trueconf_context_get_cancellable (context), filter_answered_cb, self);
      return TRUE;
    }

  /* the filter may remove the handler */
  trueconf_handler_ref (handler);
  trueconf_context_begin_filter (context);
  matches = TRUECONF_FILTER_GET_CLASS (handler->filter)->match (handler->filter, walk->event, context);
  trueconf_context_end_filter (context, matches);
  matches = matches && handler->router != NULL;
  if (matches)
    start_handler (self, handler);
  trueconf_handler_unref (handler);

  return matches;
}

static gboolean
try_handlers (TrueconfFrame *self)
{
  TrueconfHandler *handler;

  if (self->cursor.plan == NULL)
    {
      TrueconfPlan *plan = trueconf_router_get_plan (self->router, self->walk->event_type);

      trueconf_cursor_init (&self->cursor, plan, self->walk->event);
    }

  while ((handler = trueconf_cursor_next (&self->cursor)) != NULL)
    if (try_handler (self, handler))
      return TRUE;

  return FALSE;
}

/* A router that has neither outer middlewares nor children, nor handlers for this class of events, is passed by. */
static gboolean
may_handle (TrueconfFrame *self, TrueconfRouter *router)
{
  return trueconf_router_get_outer_middlewares (router)->len > 0 ||
         trueconf_router_get_children (router)->len > 0 ||
         !trueconf_plan_is_empty (trueconf_router_get_plan (router, self->walk->event_type));
}

static gboolean
try_children (TrueconfFrame *self)
{
  if (self->children == NULL)
    self->children = g_ptr_array_ref (trueconf_router_get_children (self->router));

  while (self->child < self->children->len)
    {
      TrueconfRouter *router = g_ptr_array_index (self->children, self->child++);

      if (!may_handle (self, router))
        continue;

      start_router (self, router);
      return TRUE;
    }

  return FALSE;
}

/* The inner routers first: their fallbacks are the more special ones. */
static void
collect_fallbacks (TrueconfFrame *self, TrueconfRouter *router)
{
  GPtrArray *fallbacks = trueconf_router_get_fallbacks (router);
  GPtrArray *children = trueconf_router_get_children (router);

  for (guint i = 0; i < children->len; i++)
    collect_fallbacks (self, g_ptr_array_index (children, i));
  for (guint i = 0; i < fallbacks->len; i++)
    {
      TrueconfHandler *handler = g_ptr_array_index (fallbacks, i);

      if (trueconf_handler_takes (handler, self->walk->event_type))
        g_ptr_array_add (self->extra, trueconf_handler_ref (handler));
    }
}

static gboolean
try_extra (TrueconfFrame *self)
{
  while (self->n_tried < self->extra->len)
    if (try_handler (self, g_ptr_array_index (self->extra, self->n_tried++)))
      return TRUE;

  return FALSE;
}

static gboolean
try_first (TrueconfFrame *self)
{
  if (self->parent != NULL)
    return FALSE;

  if (self->extra == NULL)
    self->extra = self->walk->reports->find_first (self->walk->event, self->walk->data);
  if (self->extra == NULL)
    return FALSE;

  if (try_extra (self))
    return TRUE;

  g_clear_pointer (&self->extra, g_ptr_array_unref);
  self->n_tried = 0;
  return FALSE;
}

static gboolean
try_fallbacks (TrueconfFrame *self)
{
  if (self->extra == NULL)
    {
      self->extra = g_ptr_array_new_with_free_func ((GDestroyNotify) trueconf_handler_unref);
      collect_fallbacks (self, self->router);
    }

  return try_extra (self);
}

/* Begins what comes next. Returns FALSE if nothing does. */
static gboolean
step (TrueconfFrame *self)
{
  switch (self->stage)
    {
    case STAGE_FIRST:
      if (try_first (self))
        return TRUE;
      self->stage = STAGE_HANDLERS;
      G_GNUC_FALLTHROUGH;

    case STAGE_HANDLERS:
      if (try_handlers (self))
        return TRUE;
      self->stage = STAGE_CHILDREN;
      G_GNUC_FALLTHROUGH;

    case STAGE_CHILDREN:
      if (try_children (self))
        return TRUE;
      if (self->handled || self->parent != NULL)
        return FALSE;
      self->stage = STAGE_FALLBACKS;
      G_GNUC_FALLTHROUGH;

    case STAGE_FALLBACKS:
      return try_fallbacks (self);

    case STAGE_END:
    default:
      return FALSE;
    }
}

/* Goes on with a router until something has to be waited for. What is done at once calls this again from within; then
 * the loop goes on, so that the stack does not grow with the number of handlers. */
static void
advance (TrueconfFrame *self)
{
  gboolean waiting;

  self->again = TRUE;
  if (self->advancing)
    return;

  self->advancing = TRUE;
  do
    {
      self->again = FALSE;
      self->walk->router = self->router;
      trueconf_context_begin_router (self->walk->context, trueconf_router_get_shared_name (self->router));
      waiting = step (self);
    }
  while (self->again);
  self->advancing = FALSE;

  if (!waiting)
    come_back (self, self->middlewares != NULL ? self->middlewares->len : 0);
}

static gboolean
context_failed (TrueconfContext *context, const GError *error, gpointer data)
{
  TrueconfWalk *walk = data;
  TrueconfFrame *leaf = walk->leaf;

  if (leaf != NULL && leaf->error == NULL)
    leaf->error = g_error_copy (error);

  return report_error (walk, leaf != NULL ? leaf->router : walk->router, error);
}

static void
context_told (TrueconfContext *context, const GError *error, gpointer data)
{
  TrueconfWalk *walk = data;

  tell_error (walk, walk->leaf != NULL ? walk->leaf->router : walk->router, error);
}

static void
context_released (TrueconfContext *context, gpointer data)
{
  TrueconfWalk *walk = data;

  if (walk->leaf != NULL)
    check_leaf (walk->leaf);
}

static void
context_done (TrueconfContext *context, gpointer data)
{
  TrueconfWalk *walk = data;

  walk->reports->done (context, walk->data);
  g_object_unref (walk->context);
  g_free (walk);
}

static void
context_asks (TrueconfContext *context,
              TrueconfDraft *question,
              TrueconfFilter *filter,
              TrueconfDraft *retry,
              double timeout,
              GTask *task,
              gpointer data)
{
  TrueconfWalk *walk = data;

  walk->reports->ask (context, question, filter, retry, timeout, task, walk->data);
}

static gboolean
context_cancels_questions (TrueconfContext *context, gpointer data)
{
  TrueconfWalk *walk = data;

  return walk->reports->cancel_questions (walk->event, walk->data);
}

static TrueconfFsmStorage *
context_get_storage (TrueconfContext *context, TrueconfFsmStrategy *strategy, gpointer data)
{
  TrueconfWalk *walk = data;

  return walk->reports->get_storage (strategy, walk->data);
}

static const TrueconfContextReports context_reports = {
  context_get_storage,       context_failed, context_told, context_released, context_asks,
  context_cancels_questions, context_done,
};

TrueconfContext *
trueconf_walk_start (TrueconfRouter *root,
                     TrueconfEvent *event,
                     gboolean every_router,
                     const TrueconfWalkReports *reports,
                     gpointer data)
{
  TrueconfWalk *walk = g_new0 (TrueconfWalk, 1);
  TrueconfContext *context = trueconf_context_new (event, &context_reports, walk);

  walk->context = g_object_ref (context);
  walk->event = event;
  walk->event_type = G_OBJECT_TYPE (event);
  walk->every_router = every_router;
  walk->reports = reports;
  walk->data = data;

  descend (frame_new (walk, NULL, root, trueconf_router_get_outer_middlewares (root)), 0);

  return context;
}
