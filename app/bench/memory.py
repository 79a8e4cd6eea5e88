"""How much memory this process holds, as far as the system tells."""

from __future__ import annotations

from pathlib import Path

from app.core import host


def held_mb() -> float | None:
    """Resident memory now, in MiB; None where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return None
    (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def peak_mb() -> float | None:
    """The most memory this process has held, in MiB; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1024**2 if host.system() == "macos" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
