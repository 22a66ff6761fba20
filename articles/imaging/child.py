"""The process that decodes a stranger's file: `python -m articles.imaging.child JOB`.

Whatever a file does to a decoder happens here: with little memory, for a short time, without
Django, the database or a key. The original comes on standard input, renditions go as files into
a folder, what was made (or why not) is told on standard output, both as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import IO, Any

HUNGRY = "The picture needs more memory to decode than we give: save it smaller or as JPEG."


def main(job: dict[str, Any], original: IO[bytes]) -> dict[str, Any]:
    """What became of the job: {"refused": sentence} or {"made": [spec, extension, w, h]}."""
    limit(job["memory"], job["seconds"])
    from .crop import Focus
    from .decode import DAMAGED
    from .inspect import Refused
    from .renditions import render

    done = {(name, extension) for name, extension in job["done"]}
    try:
        made = list(render(original, done, Focus(*job["focus"])))
    except Refused as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"refused": HUNGRY}
    except Exception:  # a decoder's surprise is the file's fault
        return {"refused": DAMAGED}
    for one in made:
        Path(job["folder"], f"{one.spec.name}.{one.spec.extension}").write_bytes(one.data)
    return {"made": [(one.spec.name, one.spec.extension, one.width, one.height) for one in made]}


def limit(memory: int, seconds: int) -> None:
    """From here on: so many bytes of address space, so much processor time, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # told, then killed
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]), sys.stdin.buffer)))
