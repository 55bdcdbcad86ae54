"""The network: a pretrained encoder, the mean of the sentence's own tokens, and one linear output a label."""

from pathlib import Path

import torch
from torch import nn
from transformers import AutoConfig, AutoModel

from labels import LABELS


class Reader(nn.Module):
    """Neighbours are seen by attention. Only the sentence between the first two separators is pooled, and where the
    encoder has token types they mark it. Both are found from the ids, so that ids and mask are the whole input."""

    def __init__(self, folder: Path, separator: int, pretrained: bool = True):
        super().__init__()
        config = AutoConfig.from_pretrained(folder)
        make = AutoModel.from_pretrained if pretrained else AutoModel.from_config
        settings = {"attn_implementation": "eager"} if config.model_type == "bert" else {}
        if config.model_type == "bert":
            settings["add_pooling_layer"] = False
        self.encoder = make(folder if pretrained else config, **settings)
        self.has_types = config.model_type == "bert"
        self.separator = separator
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(config.hidden_size, len(LABELS))
        nn.init.normal_(self.head.weight, std=0.02)
        # Almost every sentence is clean: the outputs begin there.
        nn.init.constant_(self.head.bias, -4.0)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        is_separator = input_ids == self.separator
        passed = torch.cumsum(is_separator.to(torch.int64), dim=1)
        own = (passed == 1) & ~is_separator
        types = {"token_type_ids": own.to(torch.int64)} if self.has_types else {}
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask, **types).last_hidden_state
        weights = own.to(hidden.dtype).unsqueeze(-1)
        mean = (hidden * weights).sum(1) / weights.sum(1).clamp(min=1.0)
        return self.head(self.dropout(mean))
