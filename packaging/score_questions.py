"""Prints how well the question detector does on the labelled sets, form by form.

Run it from the source tree: `python packaging/score_questions.py`. The dev half is for tuning;
the test half is only measured. ``--wrong`` lists the mistakes on the dev half.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.bench.labelled import load, score  # noqa: E402 - the path must be set first


def main() -> None:
    for half in ("dev", "test"):
        rows = load(ROOT / "tests" / "data" / "questions" / f"{half}.jsonl")
        for punctuation in (True, False):
            result = score(rows, punctuation=punctuation)
            kinds = result.kinds_right / max(1, result.kinds)
            print(
                f"{half} {'as written' if punctuation else 'bare'}: {len(rows)} utterances, "
                f"precision {result.precision:.3f}, recall {result.recall:.3f}, "
                f"kind {kinds:.3f}, {result.ms:.2f} ms"
            )
            for form, (right, total) in result.forms.items():
                print(f"    {form:<12} {right:>4} of {total}")
            if "--wrong" in sys.argv and half == "dev":
                for row in result.wrong:
                    print(f"    {'missed' if row.question else 'false'}: {row.text}")


if __name__ == "__main__":
    main()
