"""The three reasons for an end without words."""


class BadInput(Exception):
    """The caller's audio or text can't be used; no engine was asked."""


class Unavailable(Exception):
    """An engine can't run here: its package, model or device is missing."""


class Failed(Exception):
    """An engine ran and has no usable answer."""
