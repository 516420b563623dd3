"""The ONNX graph of a BERT sentence encoder, written out from its weights.

Architecture: Devlin et al. 2018 (BERT) with mean pooling and L2 normalisation (Reimers & Gurevych 2019),
the shapes of all-MiniLM-L6-v2's `config.json`: 6 layers, 12 heads, 384 wide, feed-forward 1536, exact GELU.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LAYERS, HEADS, WIDTH = 6, 12, 384
LAYER_NORM_EPSILON = 1e-12
OPSET = 17  # the first with LayerNormalization
Weights = Mapping[str, NDArray[np.float32]]


class GraphBuilder:
    """Collects nodes and constants; each method adds one step and gives the name of its output."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def add(self, operator: str, *inputs: str, **attributes: object) -> str:
        """Adds one node."""
        output = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Adds one constant, once."""
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.asarray(value, order="C"), name)
        return name

    def weight(self, name: str) -> str:
        """Adds a weight under its own name."""
        return self.constant(name, self.weights[name])

    def dense(self, value: str, name: str) -> str:
        """A linear layer; PyTorch stores its matrix transposed."""
        matrix = self.constant(f"{name}.weight.T", self.weights[f"{name}.weight"].T)
        return self.add("Add", self.add("MatMul", value, matrix), self.weight(f"{name}.bias"))

    def layer_norm(self, value: str, name: str) -> str:
        """Layer normalisation over the last axis."""
        return self.add(
            "LayerNormalization",
            value,
            self.weight(f"{name}.weight"),
            self.weight(f"{name}.bias"),
            axis=-1,
            epsilon=LAYER_NORM_EPSILON,
        )

    def gelu(self, value: str) -> str:
        """The exact GELU, x/2 (1 + erf(x/sqrt 2))."""
        scaled = self.add("Div", value, self.constant("sqrt2", np.array(math.sqrt(2), np.float32)))
        one_plus = self.add("Add", self.add("Erf", scaled), self.constant("one", np.array(1, np.float32)))
        return self.add("Mul", self.add("Mul", value, one_plus), self.constant("half", np.array(0.5, np.float32)))


def build_graph(weights: Weights) -> onnx.ModelProto:
    """A model from `input_ids`, `attention_mask` (batch x tokens, int64) to `embedding` and `words`.

    Both are batch x 384, of unit length: the sentence's vector, and the mean of its words' before any attention.
    """
    build = GraphBuilder(weights)
    mask = build.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    bias = attention_bias(build, mask)
    state = embeddings(build)
    words = mean_pool(build, state, mask)
    for layer in range(LAYERS):
        state = transformer_layer(build, state, bias, f"encoder.layer.{layer}")
    outputs = {"embedding": mean_pool(build, state, mask), "words": words}
    build.nodes += [helper.make_node("Identity", [value], [name]) for name, value in outputs.items()]
    graph = helper.make_graph(
        build.nodes,
        "sentence_encoder",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", WIDTH]) for name in outputs],
        list(build.constants.values()),
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def attention_bias(build: GraphBuilder, mask: str) -> str:
    """0 where a token may be looked at, -10000 where it is padding; batch x 1 x 1 x tokens."""
    wide = build.add("Unsqueeze", mask, build.constant("axes_1_2", np.array([1, 2], np.int64)))
    absent = build.add("Sub", build.constant("one", np.array(1, np.float32)), wide)
    return build.add("Mul", absent, build.constant("minus_10000", np.array(-10000, np.float32)))


def embeddings(build: GraphBuilder) -> str:
    """Word, position and (always zero) segment embeddings, normalised."""
    words = build.add("Gather", build.weight("embeddings.word_embeddings.weight"), "input_ids")
    shape = build.add("Shape", "input_ids")
    length = build.add("Gather", shape, build.constant("index_1", np.array(1, np.int64)))
    positions = build.add(
        "Range", build.constant("zero_i", np.array(0, np.int64)), length, build.constant("one_i", np.array(1, np.int64))
    )
    placed = build.add("Gather", build.weight("embeddings.position_embeddings.weight"), positions)
    segment = build.constant("segment", build.weights["embeddings.token_type_embeddings.weight"][0])
    total = build.add("Add", build.add("Add", words, placed), segment)
    return build.layer_norm(total, "embeddings.LayerNorm")


def transformer_layer(build: GraphBuilder, state: str, bias: str, name: str) -> str:
    """Self-attention and feed-forward, each added to its input and normalised."""
    attended = build.dense(self_attention(build, state, bias, f"{name}.attention.self"), f"{name}.attention.output.dense")
    state = build.layer_norm(build.add("Add", attended, state), f"{name}.attention.output.LayerNorm")
    hidden = build.gelu(build.dense(state, f"{name}.intermediate.dense"))
    output = build.dense(hidden, f"{name}.output.dense")
    return build.layer_norm(build.add("Add", output, state), f"{name}.output.LayerNorm")


def self_attention(build: GraphBuilder, state: str, bias: str, name: str) -> str:
    """Scaled dot-product attention over 12 heads."""
    split = build.constant("split", np.array([0, 0, HEADS, WIDTH // HEADS], np.int64))
    join = build.constant("join", np.array([0, 0, WIDTH], np.int64))

    def heads(part: str, order: list[int]) -> str:
        return build.add("Transpose", build.add("Reshape", build.dense(state, f"{name}.{part}"), split), perm=order)

    scores = build.add("MatMul", heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1]))
    scale = build.constant("scale", np.array(math.sqrt(WIDTH / HEADS), np.float32))
    shares = build.add("Softmax", build.add("Add", build.add("Div", scores, scale), bias), axis=-1)
    mixed = build.add("Transpose", build.add("MatMul", shares, heads("value", [0, 2, 1, 3])), perm=[0, 2, 1, 3])
    return build.add("Reshape", mixed, join)


def mean_pool(build: GraphBuilder, state: str, mask: str) -> str:
    """Mean over the real tokens, scaled to unit length."""
    wide = build.add("Unsqueeze", mask, build.constant("axis_2", np.array([2], np.int64)))
    tokens = build.constant("axis_1", np.array([1], np.int64))
    total = build.add("ReduceSum", build.add("Mul", state, wide), tokens, keepdims=0)
    count = build.add("ReduceSum", wide, tokens, keepdims=0)
    return build.add("LpNormalization", build.add("Div", total, count), axis=-1, p=2)
