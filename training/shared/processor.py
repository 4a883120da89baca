"""The type that this processor multiplies fastest: bf16, or fp32 where bf16 has no instructions and takes three times
as long."""

import torch

FAST = (
    torch.bfloat16 if torch.backends.mkldnn.is_available() and torch.cpu._is_avx512_bf16_supported() else torch.float32
)
