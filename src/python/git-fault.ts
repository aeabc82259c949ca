import { quote } from "../text/quote.ts";
import { isDistributionName, normaliseName } from "./distribution-name.ts";
import { gitSource, repositoryName } from "./git-source.ts";

const LONGEST_ADDRESS = 2000;
const EXAMPLE = "git+https://git.example/team/demo.git";

/** What is wrong with an address of version control, and what to write instead. Never repeats an address: it may hold a login. */
export function gitFault(target: string, name: string): string | undefined {
  const [, system = ""] = /^([a-z][a-z0-9.-]*)\+/i.exec(target) ?? [];
  const example = `\`${name || "demo"} @ ${EXAMPLE}@v1.0\``;
  if (system !== "git") {
    return `is asked for from ${quote(system)}, and git is the only version control that is asked; build its wheel and name that, or write an address such as ${example}`;
  }
  const rest = target.slice("git+".length);
  if (/;\s/.test(rest)) {
    return "is asked for by an address that runs into its marker; write a space before the `;`";
  }
  return schemeFault(rest, example) ?? addressFault(new URL(rest), example) ?? partsFault(target, name);
}

function schemeFault(rest: string, example: string): string | undefined {
  if (/^(?:file:|[./~])/i.test(rest)) {
    return `is asked for from a repository of one machine; push it to a host, and write its address, such as ${example}`;
  }
  if (/^(?:ssh:\/\/)?[\w.-]+@[\w.-]+:(?!\d)/.test(rest)) {
    return "is asked for by an address as only `git clone` takes it; write a `/` for the last `:`, such as `git+ssh://git@git.example/team/demo.git`";
  }
  const isAddress =
    rest.length <= LONGEST_ADDRESS &&
    /^(?:https?|ssh):\/\//.test(rest) &&
    URL.canParse(rest) &&
    !/\s/.test(rest);
  if (isAddress) return undefined;
  return `is asked for from git by something else than \`git+https://\` or \`git+ssh://\`; write an address such as ${example}`;
}

function addressFault(url: URL, example: string): string | undefined {
  // A user name in an ssh address is no secret: it names the account. The key stays on the machine.
  const login = url.password !== "" || (url.protocol !== "ssh:" && url.username !== "");
  if (login) {
    return "is asked for by an address with credentials, which belong to the git configuration of the machine that builds; write the address without them";
  }
  if (url.search !== "") {
    return "is asked for by an address with a `?`, behind which keys stand that a plan and a lock would repeat; write an address without it";
  }
  // What begins with a dash would be an option of ssh's.
  const sane = /^[\w[]/.test(url.hostname) && (url.username === "" || /^\w[\w.-]*$/.test(url.username));
  if (!sane || !/^\/[\w.~%+/@-]*$/.test(url.pathname) || /^\/+(?:@|$)/.test(url.pathname)) {
    return `is asked for from git by an address without a repository; write one such as ${example}`;
  }
  return undefined;
}

function partsFault(target: string, name: string): string | undefined {
  const source = gitSource(target);
  const { hash } = new URL(target.slice("git+".length));
  const { revision } = source ?? {};
  if (revision !== undefined && !/^\w(?:[\w./+-]*[\w+-])?$/.test(revision)) {
    const what = revision === "" ? "has nothing behind its `@`" : `asks for ${quote(revision)}`;
    return `${what}, which is no name of a tag, branch or commit; write the whole commit id`;
  }
  if (revision?.includes("..")) {
    return `asks for ${quote(revision)}, which is a range; write the whole commit id`;
  }
  const folder = fragmentFault(hash, name);
  if (folder !== undefined) return folder;
  return name === "" && source ? namelessFault(repositoryName(source), hash) : undefined;
}

/** `#egg=` said the name, when nothing else did. */
function fragmentFault(hash: string, name: string): string | undefined {
  if (hash === "" || (name === "" && /^#egg=/.test(hash))) return undefined;
  if (/[#&]egg=/.test(hash))
    return "has an `egg=` behind its `#`, and its name stands before the `@`; take `egg=` out";
  const folder = /^#subdirectory=(.*)$/.exec(hash)?.[1] ?? "";
  const good =
    /^[\w.+-][\w./+-]*$/.test(folder) && !/(?:^|\/)\.{0,2}(?:\/|$)/.test(folder.replace(/\/$/, ""));
  if (good) return undefined;
  return "is asked for by an address whose `#…` isn't `#subdirectory=` and a folder of the repository; write that, or nothing";
}

function namelessFault(repository: string, hash: string): string {
  const egg = /[#&]egg=([\w.-]+)/.exec(hash)?.[1];
  const guess = egg ?? normaliseName(repository);
  const example = isDistributionName(guess) ? guess : "demo";
  return `is asked for by where it lies, without a name; write \`${example} @ \` before it`;
}
