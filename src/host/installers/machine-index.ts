import { join } from "node:path";
import type { Files } from "../../ports/machine.ts";
import { type Environment, variable } from "../environment.ts";
import type { NamedCertificates } from "../network/machine-ca.ts";
import { readNetrc } from "./netrc.ts";
import * as indexes from "./package-indexes.ts";
import { type PipOptions, readPipConf } from "./pip-conf.ts";
import { readUvToml, type UvToml } from "./uv-toml.ts";

/** The settings of this machine's pip and uv that an installer inside a container needs. */
interface InstallerSettings {
  /** May hold credentials. */
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly warnings: readonly string[];
  /** Certificates that pip's configuration names. */
  readonly certificates: readonly NamedCertificates[];
}

type Reader = Pick<Files, "readText">;

/**
 * Reads variables, pip's and uv's configuration files and ~/.netrc. Each installer gets its own settings. If only one of
 * the two is configured, the other gets the same settings, because a build uses both.
 */
export async function readInstallerSettings(env: Environment, files: Reader): Promise<InstallerSettings> {
  const pip = { ...(await readPipFiles(env, files)), ...pipVariables(env) };
  const toml = await readUvFiles(env, files);
  const netrc = readNetrc(await readOptional(files, variable(env, "NETRC") ?? join(home(env), ".netrc")));
  const ofPip = indexes.onlyRemote({ main: pip["index-url"]?.[0], extra: pip["extra-index-url"] ?? [] });
  const ofUv = indexes.onlyRemote(uvIndexes(env, toml));
  const forUv = indexes.signIn(indexes.hasIndexes(ofUv) ? ofUv : ofPip, netrc);
  const forPip = indexes.signIn(indexes.hasIndexes(ofPip) ? ofPip : ofUv, netrc);
  const signIns = Object.entries(env).filter(([name]) => /^UV_INDEX_\w+_(?:USERNAME|PASSWORD)$/u.test(name));
  const insecure = [...(pip["trusted-host"] ?? []), ...words(env, "UV_INSECURE_HOST"), ...toml.insecureHosts];
  return {
    env: {
      ...indexes.uvIndexEnv(forUv),
      ...indexes.pipIndexEnv(forPip),
      ...timeouts(env, pip),
      ...findLinks(env, pip),
      ...(Object.fromEntries([...signIns, ...handedOn(env)]) as Record<string, string>),
    },
    secrets: [
      ...[forUv, forPip].flatMap(indexes.indexSecrets),
      // Also of hosts that no setting names: a package may name them.
      ...netrc.flatMap((one) => [one.password, `${one.login}:${one.password}`]),
      ...signIns.flatMap(([name, value]) => (name.endsWith("_PASSWORD") && value ? [value] : [])),
    ],
    warnings: unreachableSettings(env, pip, insecure, [forUv, forPip].flatMap(indexes.loopbackHosts)),
    certificates: (pip["cert"] ?? []).map((path) => ({
      path,
      namedBy: "the setting cert of pip's configuration",
    })),
  };
}

/** Reads the machine's file first and the user's file last, so that the user's options win. */
async function readPipFiles(env: Environment, files: Reader): Promise<PipOptions> {
  const named = variable(env, "PIP_CONFIG_FILE");
  // With this name, pip reads no configuration file at all.
  if (named === "/dev/null") return {};
  const paths = [
    "/etc/xdg/pip/pip.conf",
    "/etc/pip.conf",
    join(home(env), ".pip", "pip.conf"),
    join(configFolder(env), "pip", "pip.conf"),
    ...(named === undefined ? [] : [named]),
  ];
  const texts = await Promise.all(paths.map((path) => readOptional(files, path)));
  return Object.assign({}, ...texts.map(readPipConf));
}

function pipVariables(env: Environment): PipOptions {
  const names = ["index-url", "extra-index-url", "find-links", "trusted-host", "no-index"];
  const entries = names.map(
    (name) => [name, words(env, `PIP_${name.toUpperCase().replaceAll("-", "_")}`)] as const,
  );
  return Object.fromEntries(entries.filter(([, values]) => values.length > 0));
}

async function readUvFiles(env: Environment, files: Reader): Promise<UvToml> {
  const named = variable(env, "UV_CONFIG_FILE");
  const usual = [join(configFolder(env), "uv", "uv.toml"), "/etc/uv/uv.toml"];
  const read = async (path: string) => readUvToml(await readOptional(files, path), path);
  const settings = await Promise.all((named === undefined ? usual : [named]).map(read));
  return {
    main: settings.find((one) => one.main !== undefined)?.main,
    extra: settings.flatMap((one) => one.extra),
    insecureHosts: settings.flatMap((one) => one.insecureHosts),
  };
}

function uvIndexes(env: Environment, toml: indexes.PackageIndexes): indexes.PackageIndexes {
  const extra = [...words(env, "UV_INDEX"), ...words(env, "UV_EXTRA_INDEX_URL")];
  return {
    main: variable(env, "UV_DEFAULT_INDEX") ?? variable(env, "UV_INDEX_URL") ?? toml.main,
    extra: extra.length > 0 ? extra : toml.extra,
  };
}

function timeouts(env: Environment, pip: PipOptions): Record<string, string> {
  const ofPip = variable(env, "PIP_DEFAULT_TIMEOUT") ?? variable(env, "PIP_TIMEOUT") ?? pip["timeout"]?.[0];
  const ofUv = variable(env, "UV_HTTP_TIMEOUT") ?? variable(env, "UV_REQUEST_TIMEOUT");
  const forPip = ofPip ?? ofUv;
  const forUv = ofUv ?? ofPip;
  return {
    ...(forPip !== undefined && { PIP_DEFAULT_TIMEOUT: forPip }),
    // pip allows fractions of a second, uv doesn't.
    ...(forUv !== undefined && { UV_HTTP_TIMEOUT: forUv.replace(/\..*$/u, "") }),
  };
}

/** Keeps pages of links only: the container doesn't see a local folder of wheels. */
function findLinks(env: Environment, pip: PipOptions): Record<string, string> {
  const ofPip = (pip["find-links"] ?? []).filter(indexes.isRemote);
  const ofUv = words(env, "UV_FIND_LINKS", /[\s,]+/u).filter(indexes.isRemote);
  return {
    ...(ofPip.length > 0 && { PIP_FIND_LINKS: ofPip.join(" ") }),
    ...(ofUv.length > 0 && { UV_FIND_LINKS: ofUv.join(",") }),
  };
}

function handedOn(env: Environment): readonly (readonly [string, string])[] {
  return ["UV_INDEX_STRATEGY", "UV_HTTP_RETRIES", "PIP_RETRIES"].flatMap((name) => {
    const value = variable(env, name);
    return value === undefined ? [] : [[name, value] as const];
  });
}

/** Warnings about settings of this machine's installers that a container can't follow, each with a remedy. */
function unreachableSettings(
  env: Environment,
  pip: PipOptions,
  insecureHosts: readonly string[],
  loopback: readonly string[],
): readonly string[] {
  const warnings: string[] = [];
  if (insecureHosts.length > 0) {
    const hosts = [...new Set(insecureHosts)].join(", ");
    warnings.push(
      `This machine's installers trust ${hosts} without a certificate; build containers don't. ` +
        "Name the host's CA certificate in SSL_CERT_FILE instead.",
    );
  }
  for (const host of new Set(loopback)) {
    warnings.push(
      `The package index at ${host} can't be reached from a container: its loopback is its own. ` +
        "Let the index listen on an address of the engine's bridge (often 172.17.0.1) and configure that address.",
    );
  }
  const keyring = variable(env, "UV_KEYRING_PROVIDER") ?? variable(env, "PIP_KEYRING_PROVIDER") ?? "disabled";
  if (!["disabled", "auto"].includes(keyring)) {
    warnings.push("Build containers have no keyring: put the index's user and password into ~/.netrc.");
  }
  if (pip["no-index"]?.some((value) => /^(?:1|true|yes|on)$/iu.test(value))) {
    warnings.push(
      "pip's setting no-index isn't handed on: build containers install from the configured index.",
    );
  }
  return warnings;
}

function words(env: Environment, name: string, separator = /\s+/u): readonly string[] {
  return variable(env, name)?.split(separator) ?? [];
}

function home(env: Environment): string {
  return variable(env, "HOME") ?? "/root";
}

function configFolder(env: Environment): string {
  return variable(env, "XDG_CONFIG_HOME") ?? join(home(env), ".config");
}

/** Like pip and uv, we treat a file that is absent or unreadable for this user as empty. */
async function readOptional(files: Reader, path: string): Promise<string> {
  return files.readText(path).catch(() => "");
}
