"""Build assets/vendor/plotly/: plotly.js with the trace types that the dashboard draws, a third of the whole.

    .venv/bin/python scripts/build_plotly.py

It needs npm. Run it when requirements.txt names another plotly, or dashboard/figures another trace type;
tests/dashboard/web/test_plotly_asset.py tells. The licences of all that is in the bundle stand beside it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from plotly.offline import get_plotlyjs_version

TARGET = Path(__file__).resolve().parent.parent / "assets" / "vendor" / "plotly"
ESBUILD = "0.28.2"
CORE = "scatter"  # of every bundle
TRACES = ("bar", "box", "choropleth", "heatmap", "sankey")
OPTIONS = (
    *("--bundle", "--minify", "--format=iife", "--global-name=Plotly", "--target=es2018", "--legal-comments=eof"),
    *("--define:global=window", "--define:define.amd=false"),
    "--loader:.css=empty",  # of maps with tiles alone
    "--metafile=meta.json",
    "--outfile=plotly.min.js",
)


def banner(version: str) -> str:
    """What the bundle says of itself on top."""
    return f"/* plotly.js {version} with {', '.join((CORE, *TRACES))}: scripts/build_plotly.py; LICENSES.txt beside */"


def entry() -> str:
    """The module that is bundled."""
    kinds = ", ".join(f'require("plotly.js/lib/{name}")' for name in TRACES)
    return f'const Plotly = require("plotly.js/lib/core");\nPlotly.register([{kinds}]);\nmodule.exports = Plotly;\n'


def licences(folder: Path) -> str:
    """The licences of the packages whose files are in the bundle."""
    inputs = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["inputs"]
    packages = {_package(name) for name in inputs if name.startswith("node_modules/")}
    return "\n".join(_licence(folder / name) for name in sorted(packages))


def _package(file: str) -> str:
    head, _, rest = file.rpartition("node_modules/")
    parts = rest.split("/")
    return f"{head}node_modules/" + "/".join(parts[: 2 if parts[0].startswith("@") else 1])


def _licence(package: Path) -> str:
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    files = sorted(one for one in package.iterdir() if one.name.lower().startswith(("licen", "copying")))
    words = [one.read_text(encoding="utf-8").strip() for one in files] or ["(no text of it in the package)"]
    named = about.get("license") or "see below"
    return f"== {about['name']} {about['version']}: {named}\n\n" + "\n\n".join(words) + "\n"


def main() -> None:
    """Fetch the packages, bundle them, compress the bundle, put all of it in place."""
    version = get_plotlyjs_version()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "package.json").write_text("{}", encoding="utf-8")
        (folder / "bundle.js").write_text(entry(), encoding="utf-8")
        packages = (f"plotly.js@{version}", f"esbuild@{ESBUILD}")
        install = ("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", *packages)
        subprocess.run(install, cwd=folder, check=True)
        bundle = (str(folder / "node_modules/.bin/esbuild"), "bundle.js", *OPTIONS, f"--banner:js={banner(version)}")
        subprocess.run(bundle, cwd=folder, check=True)
        TARGET.mkdir(parents=True, exist_ok=True)
        made = TARGET / "plotly.min.js"
        shutil.copyfile(folder / "plotly.min.js", made)
        (TARGET / "LICENSES.txt").write_text(licences(folder), encoding="utf-8")
    made.with_suffix(".js.br").write_bytes(brotli.compress(made.read_bytes(), quality=11))


if __name__ == "__main__":
    main()
