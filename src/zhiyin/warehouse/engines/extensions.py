"""DuckDB extensions come as wheels (`duckdb-extension-*`), so that nothing is fetched at run time."""

from importlib.util import find_spec
from pathlib import Path

import duckdb

from zhiyin.kit.errors import ZhiyinError


class ExtensionMissing(ZhiyinError):
    code = "extension_missing"
    status = 500


def extension(name: str) -> Path:
    """The file of extension `name` for exactly the DuckDB that runs: other versions refuse to load it."""
    spec = find_spec(f"duckdb_extension_{name}")
    if spec is None or spec.origin is None:
        raise ExtensionMissing(
            "The Python package duckdb-extension-{name} is not installed; run make install.", name=name
        )
    file = Path(spec.origin).parent / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    if not file.exists():
        raise ExtensionMissing("{name} has no build for DuckDB {version}.", name=name, version=duckdb.__version__)
    return file
