/* The tile instructions of AMX in C, so that their use is tested where there are none. */
#include <immintrin.h>
#include <stdint.h>
#include <string.h>
#define __AMX_BF16__ 1
#undef _tile_loadconfig
#undef _tile_release
#undef _tile_loadd
#undef _tile_stored
#undef _tile_dpbf16ps
#define _tile_loadconfig(shape) ((void)(shape))
#define _tile_release() ((void)0)
#define _tile_loadd(tile, base, stride) emulate_move(tile, (void *)(uintptr_t)(base), stride, 0)
#define _tile_stored(tile, base, stride) emulate_move(tile, base, stride, 1)
#define _tile_dpbf16ps(c, a, b) emulate_product(c, a, b)
#define may_use_tiles() 1
static __thread uint32_t emulated[8][16][16];
static void emulate_move(int tile, void *base, size_t stride, int store) {
  for (int row = 0; row < 16; row++) {
    char *at = (char *)base + row * stride;
    memcpy(store ? at : (char *)emulated[tile][row], store ? (char *)emulated[tile][row] : at, 64);
  }
}
static float emulate_half(uint32_t pair, int second) {
  const uint32_t bits = second ? pair & 0xffff0000u : pair << 16;
  float x;
  memcpy(&x, &bits, 4);
  return x;
}
static void emulate_product(int c, int a, int b) {
  for (int m = 0; m < 16; m++)
    for (int n = 0; n < 16; n++) {
      float sum;
      memcpy(&sum, &emulated[c][m][n], 4);
      for (int k = 0; k < 16; k++)
        for (int half = 0; half < 2; half++)
          sum += emulate_half(emulated[a][m][k], half) * emulate_half(emulated[b][k][n], half);
      memcpy(&emulated[c][m][n], &sum, 4);
    }
}
