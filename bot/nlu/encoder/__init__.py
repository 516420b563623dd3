"""all-MiniLM-L6-v2 on ONNX Runtime: a sentence becomes 384 numbers, without PyTorch or TensorFlow."""

from bot.nlu.encoder.runtime import Encoder, EncoderMissing

__all__ = ["Encoder", "EncoderMissing"]
