"""Packages the extension as `build/twicetold-VERSION.vsix`: `make vsix`.

A `.vsix` is a zip by the Open Packaging Conventions: the content types, a manifest, and the extension. The
client that it stands on, vscode-languageclient, is fetched by npm into the build folder and goes into it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
OWN = (
    "package.json",
    "extension.js",
    "language-configuration.json",
    "README.md",
    "syntaxes/tale.tmLanguage.json",
)

ASSETS = (
    ("Code.Manifest", "package.json"),
    ("Services.Content.Details", "README.md"),
    ("Services.Content.License", "LICENSE.txt"),
)

TYPES = {
    "json": "application/json", "js": "application/javascript", "md": "text/markdown", "txt": "text/plain",
    "vsixmanifest": "text/xml",
}  # fmt: skip


def manifest(said: dict[str, str]) -> str:
    """The manifest of an extension whose `package.json` says this."""
    identity = " ".join(
        f"{name}={quoteattr(value)}"
        for name, value in (
            ("Language", "en-US"),
            ("Id", said["name"]),
            ("Version", said["version"]),
            ("Publisher", said["publisher"]),
        )
    )
    assets = "".join(
        f'<Asset Type="Microsoft.VisualStudio.{sort}" Path="extension/{file}" Addressable="true"/>'
        for sort, file in ASSETS
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity {identity}/>
    <DisplayName>{escape(said["displayName"])}</DisplayName>
    <Description xml:space="preserve">{escape(said["description"])}</Description>
    <Categories>Programming Languages</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value={quoteattr(said["engine"])}/>
    </Properties>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets>
    {assets}
  </Assets>
</PackageManifest>
"""


def content_types(endings: set[str]) -> str:
    """The types of all files, by the ending of their names."""
    said = "".join(
        f'<Default Extension=".{ending}" ContentType="{TYPES.get(ending, "application/octet-stream")}"/>'
        for ending in sorted(endings)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{said}</Types>'
    )


def package(target: Path, libraries: Path | None) -> None:
    """Write the zip; `libraries` is the folder `node_modules` that goes into it, if any."""
    written = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    said = {**written, "engine": written["engines"]["vscode"]}
    inside = {f"extension/{name}": HERE / name for name in OWN}
    inside["extension/LICENSE.txt"] = ROOT / "LICENSE"
    if libraries is not None:
        for file in sorted(libraries.rglob("*")):
            if file.is_file() and not file.name.endswith((".map", ".ts")) and ".bin" not in file.parts:
                inside[f"extension/node_modules/{file.relative_to(libraries).as_posix()}"] = file
    endings = {name.rpartition(".")[2] for name in inside if "." in name} | {"vsixmanifest"}
    target.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        for name, text in (
            ("[Content_Types].xml", content_types(endings)),
            ("extension.vsixmanifest", manifest(said)),
        ):
            packed.writestr(_dated(name), text)
        for name, file in inside.items():
            packed.writestr(_dated(name), file.read_bytes())


def _dated(name: str) -> ZipInfo:
    """An entry with one date for all, so that the same files make the same bytes."""
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    return entry


def main() -> None:
    """Fetch what the extension stands on, and package it."""
    build = ROOT / "build" / "vscode"
    shutil.rmtree(build, ignore_errors=True)
    build.mkdir(parents=True)
    shutil.copy(HERE / "package.json", build)
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("The extension stands on vscode-languageclient, which npm fetches: install npm.")
    subprocess.run(
        [npm, "install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=build, check=True
    )
    version = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["version"]
    target = ROOT / "build" / f"twicetold-{version}.vsix"
    package(target, build / "node_modules")
    print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
