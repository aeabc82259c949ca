import { describe, expect, test } from "vitest";
import { submodulesOf } from "../../../src/git/submodules.ts";
import type { TreeEntry } from "../../../src/git/tree-entries.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const MODULES: TreeEntry = { path: ".gitmodules", kind: "file", id: COMMIT, bytes: 1 };
const PART: TreeEntry = { path: "part", kind: "submodule", id: COMMIT, bytes: 0 };

/** What `git config --null --list` prints of a `.gitmodules` with one entry. */
function listing(url: string | undefined, more = ""): string {
  const address = url === undefined ? "" : `submodule.third.party.url\n${url}\0`;
  return `submodule.third.party.path\npart\0${address}${more}`;
}

interface Scene {
  readonly url?: string | undefined;
  readonly more?: string;
  readonly entries?: readonly TreeEntry[];
  readonly parent?: string;
}

function read({ url, more, entries = [MODULES, PART], parent = "https://git.example/team/demo.git" }: Scene) {
  const git = {
    folder: "/scratch",
    work: async () => listing(url, more),
    ask: () => Promise.reject(new Error("nobody is asked")),
    init: () => Promise.reject(new Error("nothing is fetched")),
  };
  return submodulesOf(git, "/scratch/demo", entries, { subject: "demo", url: parent, tree: "/scratch/tree" });
}

describe("a submodule", () => {
  test.each([
    ["https://other.example/part.git", "https://other.example/part.git"],
    ["../part.git", "https://git.example/team/part.git"],
    ["../../else/part", "https://git.example/else/part"],
    ["./inside.git", "https://git.example/team/demo.git/inside.git"],
    ["git@other.example:team/part.git", "ssh://git@other.example/team/part.git"],
    ["ssh://git@other.example:2222/part.git", "ssh://git@other.example:2222/part.git"],
  ])("at %s is asked for at %s", async (url, address) => {
    expect(await read({ url })).toEqual([{ path: "part", url: address, commit: COMMIT }]);
  });

  test("beside a repository that was reached by ssh is reached so, too", async () => {
    const parent = "ssh://git@git.example/team/demo.git";
    expect((await read({ url: "../part.git", parent }))[0]?.url).toBe("ssh://git@git.example/team/part.git");
  });

  test.each([
    ["ext::sh -c true", "has no address that git could ask"],
    ["/srv/part.git", "has no address that git could ask"],
    ["file:///srv/part.git", "has no address that git could ask"],
    ["ssh://-oProxyCommand=true/part.git", "without a repository"],
    ["https://me:secret@git.example/part.git", "credentials"],
    ["https://10.0.0.1/part.git", "leads to `10.0.0.1`"],
    ["http://other.example/part.git", "isn't encrypted"],
    [undefined, "has no address that git could ask"],
  ])("at %s can't be fetched, and isn't left out silently", async (url, why) => {
    const reading = read({ url });
    await expect(reading).rejects.toThrow("The submodule part of demo can't be fetched");
    await expect(reading).rejects.toThrow(why);
    await expect(reading).rejects.not.toThrow("secret");
  });

  test("may lie in this network where its repository does", async () => {
    const parent = "https://forge.internal/team/demo.git";
    expect(await read({ url: "https://10.0.0.1/part.git", parent })).toHaveLength(1);
  });

  test("that its repository says nobody needs is left out", async () => {
    expect(await read({ url: "../part.git", more: "submodule.third.party.update\nnone\0" })).toEqual([]);
  });

  test("is known from a file of the repository only: a link may lead anywhere", async () => {
    const entries = [{ ...MODULES, kind: "link" as const }, PART];
    await expect(read({ url: "../part.git", entries })).rejects.toThrow("has no address");
  });
});
