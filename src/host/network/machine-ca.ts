import type { Files } from "../../ports/machine.ts";
import { messageOf, UsageError } from "../../text/errors.ts";
import { type Environment, variable } from "../environment.ts";

/** A file of certificates, and the name of the setting that names it. */
export interface NamedCertificates {
  readonly path: string;
  readonly namedBy: string;
}

/** Variables that name a whole bundle. In the container, every installer trusts the certificates of all of them. */
const BUNDLE_VARIABLES = ["SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"] as const;
/** Names certificates that are trusted in addition. */
const EXTRA_VARIABLE = "NODE_EXTRA_CA_CERTS";

const DISTRIBUTION_BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
] as const;

const CERTIFICATE = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END \1?CERTIFICATE-----/gu;

/**
 * The CA certificates that this machine trusts, as PEM text. Joins all bundles that variables and `named` settings name.
 * Without any, takes the distribution's bundle; undefined if there is none.
 * @throws UsageError when a named file can't be read or holds no certificate.
 */
export async function findCaBundle(
  env: Environment,
  files: Pick<Files, "readText">,
  named: readonly NamedCertificates[] = [],
): Promise<string | undefined> {
  const fromVariables = BUNDLE_VARIABLES.flatMap((name) => namedBy(env, name));
  const sources = [...fromVariables, ...named];
  const bundles = await Promise.all(sources.map((source) => readNamed(files, source)));
  const base = bundles.length > 0 ? bundles : await readDistribution(files);
  const extra = await Promise.all(namedBy(env, EXTRA_VARIABLE).map((source) => readNamed(files, source)));
  const certificates = new Set([...base, ...extra].flat());
  return certificates.size === 0 ? undefined : `${[...certificates].join("\n")}\n`;
}

/** The certificates of one file; never empty. */
type Bundle = readonly string[];

function namedBy(env: Environment, name: string): readonly NamedCertificates[] {
  const path = variable(env, name);
  return path === undefined ? [] : [{ path, namedBy: name }];
}

async function readNamed(files: Pick<Files, "readText">, source: NamedCertificates): Promise<Bundle> {
  const remedy = `Correct or unset ${source.namedBy}.`;
  const text = await files.readText(source.path).catch((error: unknown) => {
    throw new UsageError(`${source.namedBy} names ${source.path}, which can't be read: ${messageOf(error)}`, {
      remedy,
      cause: error,
    });
  });
  const certificates = certificatesOf(text);
  if (certificates.length > 0) return certificates;
  throw new UsageError(`${source.namedBy} names ${source.path}, which holds no PEM certificate.`, { remedy });
}

async function readDistribution(files: Pick<Files, "readText">): Promise<readonly Bundle[]> {
  for (const path of DISTRIBUTION_BUNDLES) {
    const text = await files.readText(path).catch(() => "");
    const certificates = certificatesOf(text);
    if (certificates.length > 0) return [certificates];
  }
  return [];
}

function certificatesOf(text: string): readonly string[] {
  return Array.from(text.replaceAll("\r\n", "\n").matchAll(CERTIFICATE), (match) => match[0]);
}
