"""Django's own password checks with sentences of ours, where its Chinese catalogue has none."""

from __future__ import annotations

from django.contrib.auth import password_validation as stock_validation


class Length(stock_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，至少 {self.min_length} 个字符；一句好记的话就行。"


class Similarity(stock_validation.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "密码和您的姓名或用户名太像，请换一个。"
