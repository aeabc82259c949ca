import { expect, test } from "vitest";
import {
  parseInstalled,
  parseRecords,
  parseSelections,
  parseSimulation,
} from "../../../../src/resolve/system/parse-apt.ts";
import { threadMilliseconds } from "../../../support/thread-time.ts";

test("a simulation names what apt would install, and what that takes the place of", () => {
  // apt 2.6.1 on bookworm with its security suite; apt 2.4 prints the same.
  const text = `Reading package lists...
The following NEW packages will be installed:
  hello
Inst libc6 [2.36-9+deb12u10] (2.36-9+deb12u14 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64]) [libc-bin:amd64 ]
Conf libc6 (2.36-9+deb12u14 Debian:12.15/oldstable [amd64])
Inst libflac12:i386 (1.4.2+ds-2 Debian:12.15/oldstable [i386])
Inst libespeak-ng1 (1:1.51+dfsg-10 Debian:12.15/oldstable [amd64])
Inst tzdata (2026a-0+deb12u1 Debian:12.15/oldstable [all])
`;
  expect(parseSimulation(text)).toEqual([
    { name: "libc6", version: "2.36-9+deb12u14", architecture: "amd64", replaces: "2.36-9+deb12u10" },
    { name: "libflac12", version: "1.4.2+ds-2", architecture: "i386", replaces: null },
    { name: "libespeak-ng1", version: "1:1.51+dfsg-10", architecture: "amd64", replaces: null },
    { name: "tzdata", version: "2026a-0+deb12u1", architecture: "all", replaces: null },
  ]);
});

test("what apt chose by itself is told", () => {
  expect(
    parseSelections("Note, selecting 'mawk' instead of 'awk'\nmawk is already the newest version.\n"),
  ).toEqual(["Note, selecting 'mawk' instead of 'awk'"]);
});

test("only what is installed in full counts as installed", () => {
  const text =
    "bash\t5.2.15-2+b7\tinstall ok installed\ntzdata\t2024a\tdeinstall ok config-files\nhalf\t1\tinstall reinstreq half-installed\n";
  expect([...parseInstalled(text)]).toEqual([["bash", "5.2.15-2+b7"]]);
});

test("records give sizes in bytes; the first of equal ones is the one that apt takes", () => {
  const text = `Package: hello
Version: 2.10-3
Installed-Size: 277
Description-en: example package
 Installed-Size: 1
Filename: pool/main/h/hello/hello_2.10-3_amd64.deb
Size: 53080
SHA256: 2e6e

Package: hello
Version: 2.10-3
Installed-Size: 5
Size: 5

Package: sizeless
Version: 1
Size: 1000
`;
  expect(Object.fromEntries(parseRecords(text))).toEqual({
    "hello=2.10-3": { bytes: 53_080, sha256: "2e6e", installedBytes: 277 * 1024 },
    "sizeless=1": { bytes: 1000, sha256: null, installedBytes: 4000 },
  });
});

test("a megabyte that almost matches is read in no time", () => {
  const started = threadMilliseconds();
  parseSimulation(`Inst ${"a".repeat(1e6)}\nInst a (${"1 ".repeat(5e5)}`);
  expect(threadMilliseconds() - started).toBeLessThan(1000);
});
