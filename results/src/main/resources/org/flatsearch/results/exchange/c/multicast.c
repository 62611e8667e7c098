#ifdef COUNT
/*
 * A tile of K or V that several cores load at the same step is read from DRAM once. The cores run
 * one after the other here, so each notes what it loads at which of its steps.
 */
typedef struct {
  int loaded;
  Index i, r, c;
} Load;

static int core_now;
static Index logit_step, attend_step;
static Load *logit_loads, *attend_loads; /* [step][core] */

static int is_read_from_dram(const Tensor *t) {
  if ((t != &K && t != &V) || t->at_array) return 1;
  Load *loads = t == &K ? logit_loads + logit_step * CORES : attend_loads + attend_step * CORES;
  loads[core_now] = (Load){1, t->i, t->r, t->c};
  for (int core = 0; core < core_now; core++)
    if (loads[core].loaded && loads[core].i == t->i && loads[core].r == t->r
        && loads[core].c == t->c)
      return 0;
  return 1;
}

#define READ_FROM_DRAM(t) is_read_from_dram(t)
#define NEXT_STEP(step) ((step)++)
#else
#define READ_FROM_DRAM(t) 1
#define NEXT_STEP(step) ((void)0)
#endif
