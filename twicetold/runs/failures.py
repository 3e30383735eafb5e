"""What can go wrong with lives on disk, in sentences."""


class RunsError(Exception):
    """Lives cannot be kept or read as asked; the message is one helpful sentence."""


def missing(module: str, purpose: str, install: str) -> RunsError:
    """Something is not installed that is needed for this."""
    return RunsError(f"{purpose} needs `{module}`, which is not installed: pip install '{install}'")
