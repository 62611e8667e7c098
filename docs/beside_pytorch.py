#!/usr/bin/env python3
"""Times a kernel that `flatsearch export --to kernel` wrote beside PyTorch, on one thread.

    apt-get install gcc python3-torch
    flatsearch export --schedule best.json --to kernel --out kernel
    python3 docs/beside_pytorch.py kernel [compiler]

Both compute the layer that the file names, of 32-bit floats or bf16, in turns; the least CPU time of
the rounds counts. A decode's grouped heads are given to PyTorch as rows, in other layers it gets each
key/value head once for each of its query heads.
"""
import ctypes
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import torch

ROUNDS = 15


def constants(folder):
    text = "".join((folder / name).read_text() for name in ("attention_kernel.h", "attention_kernel.c"))
    return {name: int(value) for name, value in re.findall(r"#define (\w+) (\d+)$", text, re.M)}


class Strides(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int64) for name in ("batch", "head", "token")]


class Attention(ctypes.Structure):
    _fields_ = (
        [(name, ctypes.c_void_p) for name in "qkvo"]
        + [(name + "_strides", Strides) for name in "qkvo"]
        + [(name, ctypes.c_int64) for name in ("batch", "key_value_heads", "queries", "keys")]
        + [("scale", ctypes.c_float)]
    )


def main():
    folder = pathlib.Path(sys.argv[1])
    compiler = sys.argv[2] if len(sys.argv) > 2 else "gcc"
    c = constants(folder)
    library = tempfile.mkdtemp() + "/kernel.so"
    options = "-O3 -march=native -shared -fPIC -DATTENTION_NO_MAIN".split()
    subprocess.check_call([compiler, *options, str(folder / "attention_kernel.c"), "-o", library])
    kernel = ctypes.CDLL(library)
    kernel.attention_workspace_bytes.restype = ctypes.c_size_t

    torch.set_num_threads(1)
    torch.manual_seed(1)
    type_ = torch.bfloat16 if c["ATTENTION_BF16"] else torch.float32
    heads = c["KEY_VALUE_HEADS"] * c["ATTENTION_GROUP"]
    q = torch.randn(c["BATCH"], heads, c["QUERIES"], c["ATTENTION_QUERY_DIM"]).to(type_)
    k = torch.randn(c["BATCH"], c["KEY_VALUE_HEADS"], c["KEYS"], c["ATTENTION_QUERY_DIM"]).to(type_)
    v = torch.randn(c["BATCH"], c["KEY_VALUE_HEADS"], c["KEYS"], c["ATTENTION_VALUE_DIM"]).to(type_)
    o = torch.empty(c["BATCH"], heads, c["QUERIES"], c["ATTENTION_VALUE_DIM"]).to(type_)
    tensors = (q, k, v, o)
    layer = Attention(
        *[x.data_ptr() for x in tensors],
        *[Strides(x.stride(0), x.stride(1), x.stride(2)) for x in tensors],
        c["BATCH"], c["KEY_VALUE_HEADS"], c["QUERIES"], c["KEYS"], c["ATTENTION_QUERY_DIM"] ** -0.5,
    )
    workspace = ctypes.create_string_buffer(kernel.attention_workspace_bytes(ctypes.byref(layer)))

    theirs_q, theirs_k, theirs_v, masked = q, k, v, bool(c["MASKED"])
    if c["QUERIES"] == 1:
        theirs_q, masked = q.reshape(c["BATCH"], c["KEY_VALUE_HEADS"], -1, q.shape[-1]), False
    elif c["ATTENTION_GROUP"] > 1:
        theirs_k, theirs_v = (x.repeat_interleave(c["ATTENTION_GROUP"], 1) for x in (k, v))

    def ours():
        if kernel.attention(ctypes.byref(layer), workspace):
            sys.exit("the kernel fails")

    def theirs():
        return torch.nn.functional.scaled_dot_product_attention(
            theirs_q, theirs_k, theirs_v, is_causal=masked
        )

    ours()
    difference = (theirs().reshape(o.shape).float() - o.float()).abs().max().item()
    best = {ours: float("inf"), theirs: float("inf")}
    for _ in range(ROUNDS):
        for compute in best:
            begin = time.thread_time()
            compute()
            best[compute] = min(best[compute], time.thread_time() - begin)
    print(
        f"PyTorch {torch.__version__} {best[theirs] * 1e3:.3f} ms, kernel {best[ours] * 1e3:.3f} ms:"
        f" {best[theirs] / best[ours]:.2f} times as fast; they differ by at most {difference:.1e}"
    )


if __name__ == "__main__":
    main()
