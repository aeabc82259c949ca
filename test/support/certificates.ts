import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface ServerCertificate {
  /** What a client must trust, PEM. */
  readonly ca: string;
  readonly key: string;
  readonly cert: string;
}

/** What is wrong with a server's certificate. */
export type CertificateFault = "expired" | "not-yet-valid" | "wrong-host";

const DAY_MS = 86_400_000;
/** Days from today on which a certificate begins and ends to be valid. */
const VALIDITY = {
  good: [-1, 2],
  expired: [-10, -2],
  "not-yet-valid": [5, 10],
  "wrong-host": [-1, 2],
} as const;

/** A private certificate authority, and a server certificate for an IP address or a host name that it signed. */
export function privateCertificate(address: string, fault?: CertificateFault): ServerCertificate {
  const folder = mkdtempSync(join(tmpdir(), "surelayer-ca-"));
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  try {
    openssl(
      ...["req", "-x509", ...newKey, "-days", "2", "-subj", "/CN=Surelayer test authority"],
      ...["-keyout", "ca.key", "-out", "ca.pem"],
    );
    openssl(...["req", ...newKey, "-subj", "/CN=server", "-keyout", "server.key", "-out", "server.csr"]);
    const named = fault === "wrong-host" ? "elsewhere.example" : address;
    writeFileSync(join(folder, "ca.conf"), authorityConfig(named));
    writeFileSync(join(folder, "issued"), "");
    const [begin, end] = VALIDITY[fault ?? "good"].map(day);
    openssl(
      ...["ca", "-batch", "-notext", "-config", "ca.conf", "-in", "server.csr", "-out", "server.pem"],
      ...["-startdate", begin ?? "", "-enddate", end ?? ""],
    );
    return { ca: read("ca.pem"), key: read("server.key"), cert: read("server.pem") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As openssl writes a moment. */
function day(fromToday: number): string {
  const date = new Date(Date.now() + fromToday * DAY_MS);
  return `${date.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`;
}

function authorityConfig(address: string): string {
  const kind = isIP(address) === 0 ? "DNS" : "IP";
  return [
    ...["[ca]", "default_ca = here"],
    ...[
      "[here]",
      "database = issued",
      "rand_serial = yes",
      "new_certs_dir = .",
      "certificate = ca.pem",
      "private_key = ca.key",
    ],
    ...["default_md = sha256", "policy = any", "x509_extensions = server"],
    ...["[any]", "commonName = supplied"],
    ...["[server]", `subjectAltName = ${kind}:${address}`, ""],
  ].join("\n");
}
