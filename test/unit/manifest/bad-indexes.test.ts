import { expect, test } from "vitest";
import { good, problemsOf } from "./manifest-text.ts";

/** Indexes that a manifest can't name: each with everything that is said of it, as line:column and message. */
const CASES: readonly { readonly title: string; readonly given: string; readonly says: readonly string[] }[] =
  [
    {
      title: "no web address",
      given: good('indexes: [{ name: a, url: "ftp://index.example", packages: [torch] }]\n'),
      says: ["7:27: `indexes[0].url` isn't a web address; write one such as `https://index.example/simple`"],
    },
    {
      title: "no scheme",
      given: good('indexes: [{ name: a, url: "index.example/simple", packages: [torch] }]\n'),
      says: ["7:27: `indexes[0].url` isn't a web address; write one such as `https://index.example/simple`"],
    },
    {
      title: "no encryption",
      given: good('indexes: [{ name: a, url: "http://index.example/simple", packages: [torch] }]\n'),
      says: [
        "7:27: `indexes[0].url` isn't encrypted; write `https://`, or allow it with `--allow-private-index`",
      ],
    },
    {
      title: "credentials",
      given: good(
        'indexes: [{ name: a, url: "https://user:secret@index.example/simple", packages: [torch] }]\n',
      ),
      says: [
        "7:27: `indexes[0].url` holds credentials, which belong to the configuration of the machine that builds; write the address without them",
      ],
    },
    {
      title: "a query",
      given: good(
        'indexes: [{ name: a, url: "https://index.example/simple?token=secret", packages: [torch] }]\n',
      ),
      says: [
        "7:27: `indexes[0].url` must end with its path; write the address without `?` and `#` and what follows",
      ],
    },
    {
      title: "this machine",
      given: good('indexes: [{ name: a, url: "https://localhost/simple", packages: [torch] }]\n'),
      says: [
        "7:27: `indexes[0].url` leads to `localhost`, inside the machine or its network; configure it on the machine, or allow it with `--allow-private-index`",
      ],
    },
    {
      title: "this machine by number",
      given: good('indexes: [{ name: a, url: "https://127.0.0.1/simple", packages: [torch] }]\n'),
      says: [
        "7:27: `indexes[0].url` leads to `127.0.0.1`, inside the machine or its network; configure it on the machine, or allow it with `--allow-private-index`",
      ],
    },
    {
      title: "this machine in disguise",
      given: good('indexes: [{ name: a, url: "https://0x7f.1/simple", packages: [torch] }]\n'),
      says: [
        "7:27: `indexes[0].url` leads to `127.0.0.1`, inside the machine or its network; configure it on the machine, or allow it with `--allow-private-index`",
      ],
    },
    {
      title: "this machine in IPv6",
      given: good('indexes: [{ name: a, url: "https://[::1]/simple", packages: [torch] }]\n'),
      says: [
        "7:27: `indexes[0].url` leads to `[::1]`, inside the machine or its network; configure it on the machine, or allow it with `--allow-private-index`",
      ],
    },
    {
      title: "this machine mapped into IPv6",
      given: good('indexes: [{ name: a, url: "https://[::ffff:127.0.0.1]/simple", packages: [torch] }]\n'),
      says: [
        "7:27: `indexes[0].url` leads to `[::ffff:7f00:1]`, inside the machine or its network; configure it on the machine, or allow it with `--allow-private-index`",
      ],
    },
    {
      title: "the metadata service",
      given: good('indexes: [{ name: a, url: "https://169.254.169.254/simple", packages: [torch] }]\n'),
      says: [
        "7:27: `indexes[0].url` leads to `169.254.169.254`, inside the machine or its network; configure it on the machine, or allow it with `--allow-private-index`",
      ],
    },
    {
      title: "private networks",
      given: good('indexes: [{ name: a, url: "https://10.1.2.3/simple", packages: [torch] }]\n'),
      says: [
        "7:27: `indexes[0].url` leads to `10.1.2.3`, inside the machine or its network; configure it on the machine, or allow it with `--allow-private-index`",
      ],
    },
    {
      title: "a name without domain",
      given: good('indexes: [{ name: a, url: "https://devpi/simple", packages: [torch] }]\n'),
      says: [
        "7:27: `indexes[0].url` leads to `devpi`, inside the machine or its network; configure it on the machine, or allow it with `--allow-private-index`",
      ],
    },
    {
      title: "a name of the local network",
      given: good('indexes: [{ name: a, url: "https://devpi.internal/simple", packages: [torch] }]\n'),
      says: [
        "7:27: `indexes[0].url` leads to `devpi.internal`, inside the machine or its network; configure it on the machine, or allow it with `--allow-private-index`",
      ],
    },
    {
      title: "no packages",
      given: good("indexes: [{ name: a, url: https://index.example }]\n"),
      says: ["7:11: `indexes[0].packages` is missing; write `packages: [torch]`"],
    },
    {
      title: "no entries in packages",
      given: good("indexes: [{ name: a, url: https://index.example, packages: [] }]\n"),
      says: [
        "7:60: `indexes[0].packages` has no entries; write the packages that come from this index, such as `packages: [torch]`",
      ],
    },
    {
      title: "a requirement for a package",
      given: good('indexes: [{ name: a, url: https://index.example, packages: ["torch>=2"] }]\n'),
      says: ["7:61: `indexes[0].packages[0]`: `torch>=2` is more than a name; write only `torch`"],
    },
    {
      title: "one package in two indexes",
      given: good(
        "indexes:\n  - { name: a, url: https://a.index.example, packages: [torch-audio] }\n  - { name: b, url: https://b.index.example, packages: [Torch_Audio] }\n",
      ),
      says: [
        "9:57: `Torch_Audio` already comes from the index on line 8; name each package in one index only",
      ],
    },
    {
      title: "one name for two indexes",
      given: good(
        "indexes:\n  - { name: a, url: https://a.index.example, packages: [torch] }\n  - { name: a, url: https://b.index.example, packages: [numpy] }\n",
      ),
      says: ["9:13: the index on line 8 is called `a`, too; give each index a name of its own"],
    },
    {
      title: "text for an index",
      given: good("indexes: [pytorch]\n"),
      says: ["7:11: `indexes[0]` must be a map, not text; write `{ name: …, url: …, packages: […] }`"],
    },
  ];

test.each(CASES)("$title", ({ given, says }) => {
  expect(problemsOf(given)).toEqual(says);
});
