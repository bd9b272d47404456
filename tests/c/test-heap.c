/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The queue of deadlines against a plain search in a list. */

#include "tc-util.h"
#include "trueconf-heap-private.h"

#define NODES 200
#define STEPS 20000

static TrueconfHeapNode *
find_first (TrueconfHeapNode *nodes)
{
  TrueconfHeapNode *first = NULL;

  for (guint i = 0; i < NODES; i++)
    if (nodes[i].place != 0 && (first == NULL || nodes[i].key < first->key ||
                                (nodes[i].key == first->key && nodes[i].serial < first->serial)))
      first = &nodes[i];

  return first;
}

static void
test_random (void)
{
  TrueconfHeap heap;
  TrueconfHeapNode nodes[NODES] = { { 0 } };
  guint length = 0;

  trueconf_heap_init (&heap);
  for (guint step = 0; step < STEPS; step++)
    {
      TrueconfHeapNode *node = &nodes[g_test_rand_int_range (0, NODES)];

      /* few keys, so that many are equal */
      if (node->place == 0)
        {
          trueconf_heap_push (&heap, node, g_test_rand_int_range (0, 20));
          length++;
        }
      else
        {
          trueconf_heap_remove (&heap, node);
          length--;
        }
      g_assert_cmpuint (trueconf_heap_get_length (&heap), ==, length);
      g_assert_true (trueconf_heap_peek (&heap) == find_first (nodes));
    }
  trueconf_heap_clear (&heap);
}

static void
test_equal_keys (void)
{
  TrueconfHeap heap;
  TrueconfHeapNode nodes[NODES] = { { 0 } };

  trueconf_heap_init (&heap);
  for (guint i = 0; i < NODES; i++)
    trueconf_heap_push (&heap, &nodes[i], 7);
  for (guint i = 0; i < NODES; i++)
    {
      g_assert_true (trueconf_heap_peek (&heap) == &nodes[i]);
      trueconf_heap_remove (&heap, &nodes[i]);
      /* nor does it any harm a second time */
      trueconf_heap_remove (&heap, &nodes[i]);
    }
  g_assert_null (trueconf_heap_peek (&heap));
  trueconf_heap_clear (&heap);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/heap/random", test_random);
  g_test_add_func ("/heap/equal-keys", test_equal_keys);

  return g_test_run ();
}
