/*
 * Vectors hold one logit, or one sum, of many query rows: rows are lanes. So nothing is ever summed
 * across a vector, and both products are one micro-kernel. The constants follow from the
 * instruction set: a block of BLOCK x VECTORS sums stays in registers.
 */
#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX__)
#define LANES 8
#else
#define LANES 4
#endif
#ifndef VECTORS
#define VECTORS 2
#endif
#ifndef BLOCK
#if defined(__AVX512F__) || defined(__aarch64__)
#define BLOCK 8
#else
#define BLOCK 6
#endif
#endif
/* Rows of a panel. */
#define PANEL (VECTORS * LANES)

#if ATTENTION_BF16 && defined(__AVX512BF16__)
#define PAIRS 1
#include <immintrin.h>
#else
#define PAIRS 0
#endif
/* Elements of a word that the micro-kernel multiplies: one float, or two of bf16. */
#define PER_WORD (1 + PAIRS)

#define INLINE static inline __attribute__((always_inline))
#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

typedef float Floats __attribute__((vector_size(4 * LANES), may_alias));
typedef int32_t Ints __attribute__((vector_size(4 * LANES), may_alias));
typedef uint32_t Bits __attribute__((vector_size(4 * LANES), may_alias));
typedef int64_t Index;
/* Pairs of bf16 begin at any bf16. */
#if PAIRS
typedef int32_t Word __attribute__((aligned(2), may_alias));
typedef Ints Words;
#else
typedef float Word;
typedef Floats Words;
#endif

INLINE Floats multiply_add(Word a, Words b, Floats sum) {
#if PAIRS
  return (Floats)_mm512_dpbf16_ps((__m512)sum, (__m512bh)b, (__m512bh)_mm512_set1_epi32(a));
#else
  return sum + a * b;
#endif
}

/*
 * m <= BLOCK rows of C, n <= VECTORS vectors of each: C[j] = C[j] * factor + sum over k of
 * A(j, k) * B[k], where A(j, k) is a[j * row + k * step]. Without a factor C begins at zero.
 */
INLINE void block(int m, int n, Index steps, const Word *a, Index row, Index step, const Words *b,
                  Floats *c, const Floats *factor) {
  Floats sum[BLOCK][VECTORS];
  UNROLL for (int j = 0; j < m; j++)
    UNROLL for (int v = 0; v < n; v++) {
      if (factor) sum[j][v] = c[j * VECTORS + v] * factor[v];
      else sum[j][v] = (Floats){0};
    }
  for (Index k = 0; k < steps; k++, a += step, b += VECTORS) {
    UNROLL for (int j = 0; j < m; j++) {
      const Word each = a[j * row];
      UNROLL for (int v = 0; v < n; v++) sum[j][v] = multiply_add(each, b[v], sum[j][v]);
    }
  }
  UNROLL for (int j = 0; j < m; j++)
    UNROLL for (int v = 0; v < n; v++) c[j * VECTORS + v] = sum[j][v];
}

INLINE void blocks(int n, Index rows, Index steps, const Word *a, Index row, Index step,
                   const Words *b, Floats *c, const Floats *factor) {
  for (; rows >= BLOCK; rows -= BLOCK, a += BLOCK * row, c += BLOCK * VECTORS)
    block(BLOCK, n, steps, a, row, step, b, c, factor);
  switch (rows) {
    case 1: block(1, n, steps, a, row, step, b, c, factor); break;
    case 2: block(2, n, steps, a, row, step, b, c, factor); break;
    case 3: block(3, n, steps, a, row, step, b, c, factor); break;
    case 4: block(4, n, steps, a, row, step, b, c, factor); break;
    case 5: block(5, n, steps, a, row, step, b, c, factor); break;
#if BLOCK > 6
    case 6: block(6, n, steps, a, row, step, b, c, factor); break;
    case 7: block(7, n, steps, a, row, step, b, c, factor); break;
#endif
    default: break;
  }
}

#if ATTENTION_BF16 && defined(__AMX_BF16__) && PAIRS && VECTORS == 2
#define AMX 1
#include <sys/syscall.h>
#include <unistd.h>

/* Tiles have 16 rows of 64 bytes: 16 x 16 sums, 16 rows of A with 16 pairs, 16 pairs of B's lanes. */
static void begin_tiles(void) {
  struct __attribute__((aligned(64))) {
    uint8_t palette, start, none[14];
    uint16_t bytes[16];
    uint8_t rows[16];
  } shape = {.palette = 1};
  for (int tile = 0; tile < 8; tile++) {
    shape.bytes[tile] = 64;
    shape.rows[tile] = 16;
  }
  _tile_loadconfig(&shape);
}

/* Whether the system permits this process to use tiles (ARCH_REQ_XCOMP_PERM of XTILEDATA). */
#ifndef may_use_tiles
static int may_use_tiles(void) { return syscall(SYS_arch_prctl, 0x1023, 18) == 0; }
#endif

/* As block() with 32 rows, two vectors and steps that are a multiple of 16 pairs, side by side in A. */
static void tiles(Index steps, const Word *a, Index row, const Words *b, Floats *c,
                  const Floats *factor) {
  enum { C_STRIDE = VECTORS * 64 };
  const size_t a_stride = (size_t)row * sizeof(Word);
  for (int j = 0; j < 32; j++)
    for (int v = 0; v < VECTORS; v++)
      if (factor) c[j * VECTORS + v] *= factor[v];
      else c[j * VECTORS + v] = (Floats){0};
  _tile_loadd(0, c, C_STRIDE);
  _tile_loadd(1, c + 1, C_STRIDE);
  _tile_loadd(2, c + 16 * VECTORS, C_STRIDE);
  _tile_loadd(3, c + 16 * VECTORS + 1, C_STRIDE);
  for (Index k = 0; k < steps; k += 16) {
    _tile_loadd(4, a + k, a_stride);
    _tile_loadd(5, a + k + 16 * row, a_stride);
    _tile_loadd(6, b + k * VECTORS, C_STRIDE);
    _tile_loadd(7, b + k * VECTORS + 1, C_STRIDE);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  _tile_stored(0, c, C_STRIDE);
  _tile_stored(1, c + 1, C_STRIDE);
  _tile_stored(2, c + 16 * VECTORS, C_STRIDE);
  _tile_stored(3, c + 16 * VECTORS + 1, C_STRIDE);
}
#else
#define AMX 0
#endif

/*
 * A product of any number of rows of C, of which only the first n vectors are worked on. The
 * constants for the distances in A that are 1 save instructions.
 */
static __attribute__((noinline)) void product(int n, Index rows, Index steps, const Word *a,
                                              Index row, Index step, const Words *b, Floats *c,
                                              const Floats *factor) {
#if AMX
  const Index whole = n == VECTORS && step == 1 ? steps / 16 * 16 : 0;
  for (; whole && rows >= 32; rows -= 32, a += 32 * row, c += 32 * VECTORS) {
    Floats one[VECTORS];
    for (int v = 0; v < VECTORS; v++) one[v] = (Floats){0} + 1.0f;
    tiles(whole, a, row, b, c, factor);
    if (whole < steps)
      blocks(VECTORS, 32, steps - whole, a + whole, row, 1, b + whole * VECTORS, c, one);
  }
#endif
  if (n == 1) {
    if (step == 1) blocks(1, rows, steps, a, row, 1, b, c, factor);
    else blocks(1, rows, steps, a, 1, step, b, c, factor);
  } else {
    if (step == 1) blocks(VECTORS, rows, steps, a, row, 1, b, c, factor);
    else blocks(VECTORS, rows, steps, a, 1, step, b, c, factor);
  }
}

INLINE Floats splat(float x) { return x - (Floats){0}; }

INLINE Floats choose(Ints mask, Floats yes, Floats no) {
  return (Floats)((mask & (Ints)yes) | (~mask & (Ints)no));
}

INLINE Floats larger(Floats a, Floats b) { return choose(a > b, a, b); }

/*
 * 2^x for x <= 0, at least 2^-126: adding 1.5 * 2^23 leaves the nearest integer n in the low bits;
 * of 2^(x - n), x - n in [-1/2, 1/2], a polynomial of least relative error (degree 5: 1e-7, that of
 * floats; degree 3, before rounding to bf16: 1e-4); n is added to its exponent.
 */
INLINE Floats power_of_two(Floats x) {
  const float round = 12582912.0f;
  x = larger(x, splat(-126.0f));
  const Floats near = x + round;
  const Floats f = x - (near - round);
#if ATTENTION_BF16
  const Floats p = ((0.0550089314f * f + 0.242210962f) * f + 0.693282927f) * f + 1.0f;
#else
  const Floats p = ((((0.00132647272f * f + 0.00967151269f) * f + 0.0555073374f) * f
                     + 0.240222421f) * f + 0.693146978f) * f + 1.0f;
#endif
  return (Floats)((Bits)p + ((Bits)near << 23));
}
