#!/usr/bin/env python3
"""Makes the files the whole-model test compares with, from LlamaForCausalLM in double precision.

    pip install torch transformers safetensors
    python3 make_fixtures.py

Writes beside itself, for a tied and an untied head, NAME.safetensors with
    weights.*      the model                       cross_entropy.*, policy.*   gradients of both losses
    trained.*      weights after the AdamW steps   logits.GROUP.COMPLETION     [prompt + completion][vocabulary]
and NAME.json with the batch, the losses and their statistics. The test itself needs no Python.
"""
import json
import math
import pathlib

import torch
import torch.nn.functional as F
import transformers
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

HERE = pathlib.Path(__file__).parent
SHAPE = dict(vocab_size=61, hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
             num_key_value_heads=2, intermediate_size=40, max_position_embeddings=64,
             rms_norm_eps=1e-5)
# Prompt length and completion lengths of each group: lists shorter and longer than a vector,
# a completion of one token, a prompt of one token.
GROUPS = [(5, [3, 1, 9]), (1, [2, 4]), (21, [18, 7, 17, 5]), (16, [16])]
OBJECTIVE = dict(clip_low=0.2, clip_high=0.28, kl=0.15, temperature=0.9)
ADAMW = dict(lr=3e-3, beta1=0.9, beta2=0.98, epsilon=1e-8, weight_decay=0.1, max_norm=0.25, steps=4)


def build(tied, generator):
    model = LlamaForCausalLM(LlamaConfig(
        **SHAPE, tie_word_embeddings=tied, attn_implementation="eager"))
    with torch.no_grad():
        for name, p in model.named_parameters():
            if p.dim() == 1:
                p.copy_(1 + 0.2 * torch.randn(p.shape, generator=generator))
            else:
                p.copy_(0.25 * torch.randn(p.shape, generator=generator))
    return model.double()  # of weights that single precision holds exactly


def make_batch(model, generator):
    """Tokens, advantages, weights, and log-probabilities far enough from the policy's to clip."""
    groups = []
    for prompt_length, lengths in GROUPS:
        draw = lambda n: torch.randint(0, SHAPE["vocab_size"], (n,), generator=generator).tolist()
        prompt = draw(prompt_length)
        completions = []
        for index, length in enumerate(lengths):
            tokens = draw(length)
            logp = log_probabilities(model, prompt, tokens).detach()
            noise = lambda scale: scale * torch.randn(length, generator=generator)
            old = (logp + noise(0.25)).float().tolist()
            reference = (logp + noise(0.6)).float().tolist()
            advantage = float(torch.randn(1, generator=generator)[0])
            weight = float(torch.tensor(1 / (length * 11)))
            completions.append(dict(tokens=tokens, advantage=advantage, weight=weight, old=old,
                                    reference=reference))
        groups.append(dict(prompt=prompt, completions=completions))
    return groups


def logits_of(model, prompt, tokens):
    return model(torch.tensor([prompt + tokens])).logits[0]


def log_probabilities(model, prompt, tokens, temperature=OBJECTIVE["temperature"]):
    rows = F.log_softmax(logits_of(model, prompt, tokens) / temperature, -1)
    rows = rows[len(prompt) - 1:-1]
    return rows[torch.arange(len(tokens)), torch.tensor(tokens)]


def cross_entropy(model, batch):
    return sum(-c["weight"] * log_probabilities(model, g["prompt"], c["tokens"], 1).sum()
               for g in batch for c in g["completions"])


def policy_loss(model, batch):
    loss, kl_sum, clipped, largest, entropy = 0, 0.0, 0, 0.0, 0.0
    for g in batch:
        for c in g["completions"]:
            logp = log_probabilities(model, g["prompt"], c["tokens"])
            old = torch.tensor(c["old"], dtype=torch.float64)
            reference = torch.tensor(c["reference"], dtype=torch.float64)
            ratio, advantage = torch.exp(logp - old), c["advantage"]
            plain = ratio * advantage
            bound = ratio.clamp(1 - OBJECTIVE["clip_low"], 1 + OBJECTIVE["clip_high"]) * advantage
            d = (logp - reference).clamp(-40, 40)
            kl = torch.exp(-d) + d - 1
            loss = loss - c["weight"] * (torch.min(plain, bound) - OBJECTIVE["kl"] * kl).sum()
            kl_sum += float(kl.detach().sum())
            clipped += int((bound < plain).sum())
            largest = max(largest, float((logp - old).detach().abs().max()))
            rows = logits_of(model, g["prompt"], c["tokens"])[len(g["prompt"]) - 1:-1]
            p = F.log_softmax(rows / OBJECTIVE["temperature"], -1)
            entropy -= float((p.exp() * p).detach().sum())
    return loss, dict(kl_sum=kl_sum, clipped=clipped, max_difference=largest, entropy_sum=entropy)


def gradients(model, loss, prefix):
    model.zero_grad(set_to_none=True)
    loss.backward()
    return {prefix + n: p.grad.clone() for n, p in model.named_parameters()}


def main():
    for name, tied in [("tied", True), ("untied", False)]:
        generator = torch.Generator().manual_seed(20250904 + tied)
        model = build(tied, generator)
        batch = make_batch(model, generator)
        tensors = {"weights." + n: p.detach().clone() for n, p in model.named_parameters()}
        for i, g in enumerate(batch):
            for j, c in enumerate(g["completions"]):
                tensors[f"logits.{i}.{j}"] = logits_of(model, g["prompt"], c["tokens"]).detach()
        ce = cross_entropy(model, batch)
        tensors |= gradients(model, ce, "cross_entropy.")
        loss, statistics = policy_loss(model, batch)
        tensors |= gradients(model, loss, "policy.")
        optimizer = torch.optim.AdamW(
            model.parameters(), lr=ADAMW["lr"], betas=(ADAMW["beta1"], ADAMW["beta2"]),
            eps=ADAMW["epsilon"], weight_decay=ADAMW["weight_decay"])
        losses, norms = [], []
        for _ in range(ADAMW["steps"]):
            step_loss, _ = policy_loss(model, batch)
            optimizer.zero_grad(set_to_none=True)
            step_loss.backward()
            norms.append(float(torch.nn.utils.clip_grad_norm_(model.parameters(), ADAMW["max_norm"])))
            losses.append(float(step_loss.detach()))
            optimizer.step()
        tensors |= {"trained." + n: p.detach().clone() for n, p in model.named_parameters()}
        assert all(math.isfinite(float(t.abs().max())) for t in tensors.values())
        save_file({n: t.float().contiguous() for n, t in sorted(tensors.items())},
                  HERE / f"{name}.safetensors")
        document = dict(
            shape=SHAPE | dict(tie_word_embeddings=tied, rope_theta=10000.0),
            objective=OBJECTIVE, adamw=ADAMW, groups=batch, cross_entropy=float(ce.detach()),
            policy=statistics | dict(loss=float(loss.detach())), losses=losses, norms=norms,
            made_with=dict(torch=torch.__version__.split("+")[0], transformers=transformers.__version__))
        (HERE / f"{name}.json").write_text(json.dumps(document, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
