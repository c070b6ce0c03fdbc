#!/usr/bin/env python3
"""PyTorch on the processor, as a yardstick for one training step: sampling, and one GRPO update.

    torch_grpo.py --layers 4 --dim 128 --heads 4 --vocab 512 --threads 1 --json

The policy is a Llama decoder: RMSNorm, rotary positions, SwiGLU with 8/3 of the width inside
(rounded up to a multiple of 8), no biases, the head tied to the embedding. Weights are random;
everything is in single precision.

`sample` draws every completion with a cache of keys and values; each prompt is computed once and
copied to its group. It is written as such loops are: scaled_dot_product_attention, softmax,
multinomial. `sample_tuned` does the same with what was found to be faster: plain products for a
single query, and one random number a row instead of one for each token of the vocabulary. `update`
is the reference's forward pass, the policy's forward and backward pass, clipping of the gradient and
AdamW; the head is computed only where a completion's token is predicted. `forward` is the
reference's forward pass alone.

Figures are medians of the repetitions that follow two warm-ups. Seconds of processor time are those
of all the process's threads.
"""

import argparse
import dataclasses
import json
import statistics
import time

import torch
import torch.nn.functional as F
from torch import nn

NORM_EPSILON = 1e-5
ROPE_BASE = 10000.0
INITIAL_DEVIATION = 0.02
LEARNING_RATE = 1e-4
CLIP = 0.2
BETA = 0.04
MAXIMUM_GRADIENT_NORM = 1.0
WARM_UPS = 2
MEASUREMENTS = ("sample", "sample_tuned", "forward", "update")


def attend_fused(queries, keys, values):
    """Causal attention, [batch, heads, tokens, head_dim] each."""
    several = queries.shape[2] > 1
    return F.scaled_dot_product_attention(queries, keys, values, is_causal=several)


def attend_plainly(queries, keys, values):
    """The same; a query that stands alone sees all keys."""
    if queries.shape[2] > 1:
        return attend_fused(queries, keys, values)
    scores = (queries * queries.shape[3] ** -0.5) @ keys.transpose(2, 3)
    return torch.softmax(scores, -1) @ values


def draw_by_race(probabilities):
    """A token of each row, [batch, 1]; draws a number for every token there is."""
    return torch.multinomial(probabilities, 1)


def draw_by_sum(probabilities):
    """The same; draws one number a row."""
    sums = probabilities.cumsum(-1)
    chosen = torch.searchsorted(sums, torch.rand(len(sums), 1))
    return chosen.clamp_(max=sums.shape[-1] - 1)


@dataclasses.dataclass(frozen=True)
class Shape:
    """The policy's shape."""

    layers: int
    dim: int
    heads: int
    vocab: int

    @property
    def head_dim(self):
        return self.dim // self.heads

    @property
    def hidden(self):
        """Width inside SwiGLU."""
        return (8 * self.dim // 3 + 7) // 8 * 8

    def matrix_flops(self, tokens, heads):
        """Operations of the matrices over so many tokens, the head over so many rows."""
        layer = 8 * self.dim * self.dim + 6 * self.dim * self.hidden
        return tokens * self.layers * layer + heads * 2 * self.dim * self.vocab

    def attention_flops(self, positions):
        """Operations of attention for one query at each of the positions."""
        return sum(4 * self.layers * self.dim * (position + 1) for position in positions)


@dataclasses.dataclass(frozen=True)
class Workload:
    """One training step's work."""

    batch: int
    group: int
    prompt: int
    new: int

    @property
    def prompts(self):
        return self.batch // self.group

    @property
    def length(self):
        return self.prompt + self.new


class Rotary:
    """Rotates the two halves of each head by an angle that grows with the position."""

    def __init__(self, head_dim, length):
        frequencies = ROPE_BASE ** (-torch.arange(0, head_dim, 2).float() / head_dim)
        angles = torch.outer(torch.arange(length).float(), frequencies)
        self.cos = torch.cat([angles.cos(), angles.cos()], -1)
        self.sin = torch.cat([-angles.sin(), angles.sin()], -1)

    def __call__(self, x, start):
        """x: [..., tokens, head_dim], the first of them at position `start`."""
        half = x.shape[-1] // 2
        end = start + x.shape[-2]
        turned = torch.cat([x[..., half:], x[..., :half]], -1)
        return torch.addcmul(x * self.cos[start:end], turned, self.sin[start:end])


class Block(nn.Module):
    """One decoder layer."""

    def __init__(self, shape, rotary):
        super().__init__()
        self.shape = shape
        self.rotary = rotary
        self.attention_norm = nn.RMSNorm(shape.dim, eps=NORM_EPSILON)
        self.qkv = nn.Linear(shape.dim, 3 * shape.dim, bias=False)
        self.out = nn.Linear(shape.dim, shape.dim, bias=False)
        self.mlp_norm = nn.RMSNorm(shape.dim, eps=NORM_EPSILON)
        self.gate_up = nn.Linear(shape.dim, 2 * shape.hidden, bias=False)
        self.down = nn.Linear(shape.hidden, shape.dim, bias=False)

    def forward(self, x, cache=None, start=0, attend=attend_fused):
        """x: [batch, tokens, dim]; cache: keys and values, [batch, heads, length, head_dim] each."""
        batch, tokens, dim = x.shape
        qkv = self.qkv(self.attention_norm(x))
        qkv = qkv.view(batch, tokens, 3, self.shape.heads, self.shape.head_dim)
        qk, values = qkv.permute(2, 0, 3, 1, 4).split([2, 1])
        queries, keys = self.rotary(qk, start)
        values = values[0]
        if cache is not None:
            end = start + tokens
            cache[0][:, :, start:end] = keys
            cache[1][:, :, start:end] = values
            keys = cache[0][:, :, :end]
            values = cache[1][:, :, :end]
        mixed = attend(queries, keys, values)
        x = x + self.out(mixed.transpose(1, 2).reshape(batch, tokens, dim))
        gate, up = self.gate_up(self.mlp_norm(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Policy(nn.Module):
    """A Llama decoder with a tied head."""

    def __init__(self, shape, length):
        super().__init__()
        rotary = Rotary(shape.head_dim, length)
        self.embedding = nn.Embedding(shape.vocab, shape.dim)
        self.blocks = nn.ModuleList(Block(shape, rotary) for _ in range(shape.layers))
        self.norm = nn.RMSNorm(shape.dim, eps=NORM_EPSILON)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=INITIAL_DEVIATION)

    def forward(self, tokens, caches=None, start=0, first=0, attend=attend_fused):
        """Logits of the positions from `first` on: the head is computed for no others."""
        x = self.embedding(tokens)
        for index, block in enumerate(self.blocks):
            x = block(x, None if caches is None else caches[index], start, attend)
        return F.linear(self.norm(x[:, first:]), self.embedding.weight)


class Step:
    """The policy, its reference and its optimiser at work."""

    def __init__(self, shape, workload, compiled):
        self.shape = shape
        self.workload = workload
        self.policy = Policy(shape, workload.length)
        self.reference = Policy(shape, workload.length).requires_grad_(False)
        self.train = self.policy
        self.score = self.reference
        if compiled:
            self.train = torch.compile(self.policy, dynamic=False)
            self.score = torch.compile(self.reference, dynamic=False)
        self.optimizer = torch.optim.AdamW(
            self.policy.parameters(), lr=LEARNING_RATE, fused=True
        )
        self.prompts = torch.randint(0, shape.vocab, (workload.prompts, workload.prompt))

    # Work

    @torch.inference_mode()
    def sample(self, attend=attend_fused, draw=draw_by_race):
        """All completions: [batch, prompt + new] tokens."""
        work = self.workload
        caches = self.empty_caches(work.prompts, work.prompt)
        logits = self.policy(self.prompts, caches, first=-1, attend=attend)
        caches = [self.spread(pair) for pair in caches]
        logits = logits.repeat_interleave(work.group, 0)
        tokens = [self.prompts.repeat_interleave(work.group, 0)]
        tokens.append(draw(F.softmax(logits[:, -1], -1)))
        for position in range(work.prompt, work.length - 1):
            logits = self.policy(tokens[-1], caches, start=position, attend=attend)
            tokens.append(draw(F.softmax(logits[:, -1], -1)))
        return torch.cat(tokens, 1)

    def sample_tuned(self):
        return self.sample(attend=attend_plainly, draw=draw_by_sum)

    def empty_caches(self, batch, length):
        """Room for each layer's keys and values."""
        size = (batch, self.shape.heads, length, self.shape.head_dim)
        return [(torch.empty(size), torch.empty(size)) for _ in range(self.shape.layers)]

    def spread(self, prompts):
        """Prompts' keys and values, copied to each sequence of their groups, with room for more."""
        work = self.workload
        size = (work.batch, self.shape.heads, work.length, self.shape.head_dim)
        longer = (torch.empty(size), torch.empty(size))
        for whole, part in zip(longer, prompts):
            whole[:, :, : work.prompt] = part.repeat_interleave(work.group, 0)
        return longer

    def log_probabilities(self, model, tokens):
        """Of the completions' tokens: [batch, new]."""
        first = self.workload.prompt
        logits = model(tokens[:, :-1], first=first - 1)
        chosen = tokens[:, first:].unsqueeze(-1)
        return torch.log_softmax(logits, -1).gather(-1, chosen).squeeze(-1)

    @torch.no_grad()
    def forward(self, tokens):
        return self.log_probabilities(self.score, tokens)

    def update(self, tokens, old, advantages):
        expected = self.forward(tokens)
        actual = self.log_probabilities(self.train, tokens)
        ratio = torch.exp(actual - old)
        clipped = ratio.clamp(1 - CLIP, 1 + CLIP)
        gain = torch.min(ratio * advantages, clipped * advantages)
        difference = expected - actual
        divergence = torch.exp(difference) - difference - 1
        loss = (BETA * divergence - gain).mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.policy.parameters(), MAXIMUM_GRADIENT_NORM)
        self.optimizer.step()
        return loss

    # Operations, each executed row once, attention's causal half only

    def sample_flops(self):
        work = self.workload
        prompts = self.shape.matrix_flops(work.prompts * work.prompt, work.prompts)
        prompts += work.prompts * self.shape.attention_flops(range(work.prompt))
        drawn = work.batch * (work.new - 1)
        drawn_flops = self.shape.matrix_flops(drawn, drawn)
        positions = range(work.prompt, work.length - 1)
        return prompts + drawn_flops + work.batch * self.shape.attention_flops(positions)

    def forward_flops(self):
        work = self.workload
        flops = self.shape.matrix_flops(work.batch * (work.length - 1), work.batch * work.new)
        return flops + work.batch * self.shape.attention_flops(range(work.length - 1))


@dataclasses.dataclass
class Measurement:
    """Medians of one kind of work."""

    what: str
    tokens: int
    seconds: float
    least_seconds: float
    cpu_seconds: float
    tokens_per_second: float
    tokens_per_cpu_second: float
    gflop_per_cpu_second: float


def measure(what, work, tokens, flops, reps):
    for _ in range(WARM_UPS):
        work()
    walls = []
    processors = []
    for _ in range(reps):
        wall = time.perf_counter()
        processor = time.process_time()
        work()
        processors.append(time.process_time() - processor)
        walls.append(time.perf_counter() - wall)
    seconds = statistics.median(walls)
    cpu_seconds = statistics.median(processors)
    return Measurement(
        what=what,
        tokens=tokens,
        seconds=seconds,
        least_seconds=min(walls),
        cpu_seconds=cpu_seconds,
        tokens_per_second=tokens / seconds,
        tokens_per_cpu_second=tokens / cpu_seconds,
        gflop_per_cpu_second=flops / cpu_seconds / 1e9,
    )


def measurements(step, wanted, reps):
    """Each wanted measurement, as soon as it is there."""
    work = step.workload
    sampled = work.batch * work.new
    nominal = work.batch * work.length
    for what, sample in (("sample", step.sample), ("sample_tuned", step.sample_tuned)):
        if what in wanted:
            yield measure(what, sample, sampled, step.sample_flops(), reps)
    tokens = step.sample().clone()
    flops = step.forward_flops()
    if "forward" in wanted:
        yield measure("forward", lambda: step.forward(tokens), nominal, flops, reps)
    if "update" in wanted:
        with torch.no_grad():
            old = step.log_probabilities(step.policy, tokens)
        advantages = torch.randn(work.batch, 1)
        update = lambda: step.update(tokens, old, advantages)
        yield measure("update", update, nominal, 4 * flops, reps)


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not accepted; expected 1 or more")
    return number


def kinds(text):
    wanted = text.split(",")
    for what in wanted:
        if what not in MEASUREMENTS:
            expected = ", ".join(MEASUREMENTS)
            raise argparse.ArgumentTypeError(f"'{what}' is not accepted; expected {expected}")
    return wanted


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    numbers = [
        ("layers", 4, "decoder layers"),
        ("dim", 128, "width of the residual stream"),
        ("heads", 4, "heads, of queries as of keys and values"),
        ("vocab", 512, "tokens to choose from"),
        ("batch", 128, "completions in all"),
        ("group", 8, "completions of one prompt"),
        ("prompt", 32, "tokens of a prompt"),
        ("new", 64, "tokens of a completion"),
        ("threads", 1, "threads of one operation"),
        ("reps", 5, "timed repetitions, after two that warm up"),
    ]
    for name, value, text in numbers:
        parser.add_argument(f"--{name}", type=positive, default=value, help=text)
    parser.add_argument("--what", type=kinds, default="sample,sample_tuned,update", help=", ".join(MEASUREMENTS))
    parser.add_argument(
        "--compile", action="store_true", help="compile the passes of update and forward"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a measurement")
    chosen = parser.parse_args()
    if chosen.dim % (2 * chosen.heads):
        parser.error(f"--dim: {chosen.dim} is no even multiple of {chosen.heads} heads")
    if chosen.batch % chosen.group:
        parser.error(f"--batch: {chosen.batch} is no multiple of groups of {chosen.group}")
    return chosen


def main():
    chosen = arguments()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(0)
    shape = Shape(chosen.layers, chosen.dim, chosen.heads, chosen.vocab)
    workload = Workload(chosen.batch, chosen.group, chosen.prompt, chosen.new)
    step = Step(shape, workload, chosen.compile)
    about = {
        "torch": torch.__version__,
        "mode": "compile" if chosen.compile else "eager",
        "threads": chosen.threads,
        "reps": chosen.reps,
        **dataclasses.asdict(shape),
        **dataclasses.asdict(workload),
        "parameters": sum(parameter.numel() for parameter in step.policy.parameters()),
    }
    if not chosen.json:
        print(" ".join(f"{name} {value}" for name, value in about.items()))
    for measurement in measurements(step, chosen.what, chosen.reps):
        figures = dataclasses.asdict(measurement)
        if chosen.json:
            print(json.dumps({**figures, **about}), flush=True)
        else:
            print(
                f"{measurement.what}: {measurement.tokens_per_cpu_second:.0f} tokens per "
                f"CPU-second, {measurement.tokens_per_second:.0f} per second, "
                f"{measurement.gflop_per_cpu_second:.1f} GFLOP per CPU-second",
                flush=True,
            )


if __name__ == "__main__":
    main()
