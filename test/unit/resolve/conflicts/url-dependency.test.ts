import { expect, test } from "vitest";
import { resolutionError } from "../../../../src/resolve/conflicts/resolution-error.ts";
import { parseUrlDependency, urlDependencyError } from "../../../../src/resolve/conflicts/url-dependency.ts";
import { requestOf } from "../../../support/manifests.ts";

/** uv 0.13.9's own words, of a set that was made for them. */
const said = (address: string) =>
  `error: Failed to resolve dependencies for package \`urldep==1.0\`
  cause: Package \`foo\` was included as a URL dependency. URL dependencies must be expressed as direct requirements or constraints. Consider adding \`foo @ ${address}\` to your dependencies or constraints file.

hint: \`urldep\` (v1.0) was included because \`mid\` (v1.0) depends on \`urldep\`
`;
const ADDRESS = "https://files.example/foo-1.0-py3-none-any.whl";

test("what a dependency asks for by an address is read from uv's words", () => {
  expect(parseUrlDependency(said(`${ADDRESS}#sha256=ab`))).toEqual({
    name: "foo",
    address: ADDRESS,
    extras: [],
    by: "urldep==1.0",
  });
  const commit = "git+https://git.example/foo.git@v1#subdirectory=python";
  expect(parseUrlDependency(said(commit).replace("`foo @", "`foo[a, b] @"))).toMatchObject({
    address: commit,
    extras: ["a", "b"],
  });
  expect(parseUrlDependency("error: No solution found")).toBeUndefined();
});

test("it is refused with who asks, and what the manifest would say", () => {
  const error = resolutionError(said(ADDRESS), requestOf({ one: ["mid"] }));

  expect(error.message).toBe("urldep 1.0 asks for foo by an address, which only the manifest may do.");
  expect(error.evidence).toContain("`urldep` (v1.0) was included because `mid` (v1.0) depends on `urldep`");
  expect(error.remedy).toBe(
    `Look at that file; then add to a phase: \`foo @ ${ADDRESS}\`. Or pin a version of urldep that asks for none.`,
  );
});

test("another address than the manifest's is named as such", () => {
  const request = requestOf({
    one: ["mid"],
    two: ["foo @ https://other.example/foo-1.0-py3-none-any.whl"],
  });

  const error = urlDependencyError(said(ADDRESS), request);

  expect(error?.message).toBe("urldep 1.0 asks for foo by another address than phase two.");
  expect(error?.remedy).toContain(`then write in its place: \`foo @ ${ADDRESS}\``);
});

test.each([
  ["git+https://me:secret@files.example/foo@main", "an address with credentials"],
  ["hg+https://files.example/foo@main", "git is the only version control"],
  ["https://me:secret@files.example/foo-1.0-py3-none-any.whl", "an address with credentials"],
])("what no manifest can name is said so, without its login: %s", (address, why) => {
  const error = urlDependencyError(said(address), requestOf({ one: ["mid"] }));

  expect(error?.remedy).toContain(`A manifest can't name it so: the requirement \`foo\` is asked for`);
  expect(error?.remedy).toContain(why);
  expect(`${error?.message}${error?.evidence}${error?.remedy}`).not.toContain("secret");
});
