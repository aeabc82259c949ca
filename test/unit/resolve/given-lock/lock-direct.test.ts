import { expect, test } from "vitest";
import { markerEnvironment } from "../../../../src/python/marker.ts";
import type { GivenPackage } from "../../../../src/resolve/given-lock/given-lock.ts";
import { lockedDirectProblems } from "../../../../src/resolve/given-lock/lock-direct.ts";
import { PYTHON } from "../../../support/base-python.ts";
import { hostOf } from "../../../support/local-host.ts";
import { manifestOf } from "../../../support/manifests.ts";
import { testPorts } from "../../../support/test-ports.ts";
import { wheel } from "../../../support/wheel.ts";

const DEMO = wheel({ name: "demo" });
const LOCAL = `./wheels/${DEMO.fileName}`;
const WEB = `https://files.example/${DEMO.fileName}`;

function locked(url: string, sha256 = DEMO.sha256): GivenPackage {
  return {
    ...{ name: "demo", version: "1.0", sdist: undefined, location: { file: "pylock.toml", line: 3 } },
    ...{ marker: undefined, requiresPython: undefined, dependencies: [], index: undefined },
    wheels: [{ url, name: DEMO.fileName, sha256, bytes: undefined }],
  };
}

const problems = async (asked: string, one: GivenPackage) => {
  const ports = testPorts({ http: hostOf({ [LOCAL]: DEMO.bytes }) });
  const { phases } = manifestOf({ one: [asked] });
  return (await lockedDirectProblems(new Map([["demo", one]]), phases, markerEnvironment(PYTHON), ports)).map(
    (each) => each.message,
  );
};

test("a lock of just those files is taken", async () => {
  expect(await problems(`demo @ ${WEB}`, locked(WEB))).toEqual([]);
  expect(await problems(LOCAL, locked(LOCAL))).toEqual([]);
  expect(await problems("demo", locked(WEB))).toEqual([]);
  expect(await problems(`demo @ ${WEB} ; python_version < '3'`, locked("https://other.example/x"))).toEqual(
    [],
  );
});

test.each([
  [`demo @ ${WEB}`, locked("https://index.example/demo.whl"), "locked at https://index.example/demo.whl"],
  [`demo @ ${WEB}#sha256=${"0".repeat(64)}`, locked(WEB), "with the hash 0000"],
  [LOCAL, locked(LOCAL, "1".repeat(64)), "isn't the file that is locked"],
  ["demo", locked(LOCAL), "which the manifest doesn't name"],
  ["demo", { ...locked(WEB), byFile: true }, "which the manifest doesn't name"],
])("%s is refused beside another lock", async (asked, one, says) => {
  expect(await problems(asked, one)).toEqual([expect.stringContaining(says)]);
});

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const PLACE = "git+https://git.example/demo.git";

function lockedCommit(requested?: string, subdirectory?: string): GivenPackage {
  const commit = { url: "https://git.example/demo.git", revision: COMMIT, subdirectory, requested };
  return { ...locked(WEB), wheels: [], commit };
}

test.each([
  [`demo @ ${PLACE}@v1.0`, lockedCommit("v1.0")],
  [`demo[extra] @ ${PLACE}@${COMMIT}`, lockedCommit("v1.0")],
  [`demo @ ${PLACE}@${COMMIT}#subdirectory=python`, lockedCommit(undefined, "python")],
  [`demo @ ${PLACE}`, lockedCommit()],
])("a lock of just that commit is taken: %s", async (asked, one) => {
  expect(await problems(asked, one)).toEqual([]);
});

test.each([
  [`demo @ ${PLACE}@v1.1`, lockedCommit("v1.0"), `locked at commit ${COMMIT}, for \`v1.0\``],
  [`demo @ ${PLACE}@main`, lockedCommit(), `locked at commit ${COMMIT}`],
  [`demo @ ${PLACE}@${"1".repeat(40)}`, lockedCommit("v1.0"), `locked at commit ${COMMIT}`],
  [`demo @ ${PLACE}@v1.0#subdirectory=python`, lockedCommit("v1.0"), `locked at ${PLACE}@${COMMIT}`],
  ["demo @ git+https://other.example/demo.git@v1.0", lockedCommit("v1.0"), `locked at ${PLACE}@${COMMIT}`],
  [`demo @ ${PLACE}@v1.0`, locked(WEB), "locked as a file"],
  [`demo @ ${WEB}`, lockedCommit("v1.0"), "locked at"],
  ["demo", lockedCommit("v1.0"), `ask for \`demo @ ${PLACE}@${COMMIT}\` in a phase`],
])("%s is refused beside another commit", async (asked, one, says) => {
  expect(await problems(asked, one)).toEqual([expect.stringContaining(says)]);
});
