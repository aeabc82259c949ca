import { ConflictError, RegistryError, type SurelayerError } from "../text/errors.ts";
import { gitEvidence } from "./git-program.ts";

/** git's own words about a host that gave no answer, for a caller that waits until the host answers. */
export class GitWords extends Error {
  readonly stderr: string;

  constructor(stderr: string) {
    super("git failed");
    this.stderr = stderr;
  }
}

/** The repository that git was asked for. */
export interface AskedHost {
  /** What messages call it: `whisperx`, or a submodule of it. */
  readonly subject: string;
  readonly url: string;
}

const ABSENT =
  /repository '[^'\n]{0,2000}' not found|Repository not found|returned error: (?:404|410)\b|does not appear to be a git repository|(?:repository|project)[^\n]{0,300} (?:does not exist|could not be found|not found)/i;
const LOGIN =
  /could not read (?:Username|Password)|Authentication failed|terminal prompts disabled|Permission denied|Host key verification failed|returned error: 40[13]\b|access rights|HTTP Basic: Access denied/i;
const UNTRUSTED =
  /SSL certificate problem|server certificate verification failed|certificate subject name|self.signed certificate/i;
const OUTAGE =
  /Could not resolve host|Failed to connect|Couldn't connect|Connection (?:refused|reset|closed|timed out)|timed out|Operation too slow|returned error: (?:408|425|429|5\d\d)\b|early EOF|RPC failed|unexpected disconnect|remote end hung up|Empty reply|Network is unreachable|No route to host|Recv failure|transfer closed|TLS (?:packet|connection)|gnutls_handshake|SSL_ERROR_SYSCALL/i;

/** Whether these words of git mean an outage: the host may answer a moment later. */
export function isOutage(stderr: string): boolean {
  const text = gitEvidence(stderr);
  return ![ABSENT, LOGIN, UNTRUSTED].some((one) => one.test(text)) && OUTAGE.test(text);
}

/** What it means that git could not read from a host. */
export function hostFailure({ subject, url }: AskedHost, stderr: string): SurelayerError {
  const evidence = `${url}: ${gitEvidence(stderr)}`;
  const text = gitEvidence(stderr);
  if (ABSENT.test(text)) {
    return new ConflictError(`There is no repository for ${subject} at its address.`, {
      evidence,
      remedy:
        "Correct the address; a host may also say so of a repository that this machine's git has no login for.",
    });
  }
  if (LOGIN.test(text)) {
    return new RegistryError(`The repository of ${subject} asks for a login, or isn't there.`, {
      evidence,
      remedy:
        "Give this machine's git a login for the host (a credential helper, or a key in its ssh agent and the host among its known ones), and try `git ls-remote` with that address; a login in the address itself would stand in plans and locks.",
    });
  }
  if (UNTRUSTED.test(text)) {
    return new RegistryError(`This machine's git doesn't trust the certificate of ${subject}'s host.`, {
      evidence,
      remedy:
        "Check this machine's clock, then name the host's CA to git: `http.sslCAInfo`, or GIT_SSL_CAINFO.",
    });
  }
  const outage = OUTAGE.test(text);
  return new RegistryError(`git could not read the repository of ${subject}.`, {
    evidence,
    remedy: outage
      ? "Check the network and git's proxy settings of this machine, then run again."
      : "The lines above are git's own; try `git ls-remote` with that address on this machine.",
    ...(outage && { cause: new GitWords(stderr) }),
  });
}
