/** Body of a backend that packs the folder `name` as setuptools would: with hashes in RECORD. */
export function packing(name: string): string {
  return [
    "import base64, glob, hashlib, zipfile",
    `info, rows = "${name}-1.0.dist-info", []`,
    `wheel = zipfile.ZipFile(wheel_directory + "/${name}-1.0-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED)`,
    "def add(path, data):",
    "    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()",
    "    rows.append('%s,sha256=%s,%d' % (path, digest, len(data)))",
    "    wheel.writestr(path, data)",
    `for path in sorted(glob.glob("${name}/*.py")):`,
    "    add(path, open(path, 'rb').read())",
    `add("${name}-1.0.data/scripts/${name}-run", b"#!python -u\\nprint(1)\\n")`,
    `add(info + "/METADATA", b"Metadata-Version: 2.1\\nName: ${name}\\nVersion: 1.0\\n")`,
    'add(info + "/WHEEL", b"Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")',
    `add(info + "/entry_points.txt", b"[console_scripts]\\n${name} = ${name}:words\\n")`,
    'wheel.writestr(info + "/RECORD", "\\n".join(rows + [info + "/RECORD,,", ""]))',
    "wheel.close()",
    `return "${name}-1.0-py3-none-any.whl"`,
  ].join("\n");
}
