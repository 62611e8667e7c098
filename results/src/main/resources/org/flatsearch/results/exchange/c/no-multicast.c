#define READ_FROM_DRAM(t) 1
