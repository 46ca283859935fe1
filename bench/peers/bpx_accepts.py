"""Whether the official reader accepts files: bpx_accepts.py OUT.json CELL.json ..."""

import json
import sys
import warnings

import bpx


def ask(path):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            bpx.parse_bpx_file(path)
            refusal = ""
        except Exception as e:  # whatever it says, it does not accept the file
            refusal = str(e)
    said = [str(w.message) for w in caught if not issubclass(w.category, DeprecationWarning)]
    return {"refusal": refusal, "warnings": said}


out, *paths = sys.argv[1:]
with open(out, "w") as file:
    json.dump({"version": bpx.__version__, "files": {path: ask(path) for path in paths}}, file)
