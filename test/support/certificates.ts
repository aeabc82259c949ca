import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface ServerCertificate {
  /** What a client must trust, PEM. */
  readonly ca: string;
  readonly key: string;
  readonly cert: string;
}

/** A private certificate authority, and a server certificate for an IP address that it signed. */
export function privateCertificate(address: string): ServerCertificate {
  const folder = mkdtempSync(join(tmpdir(), "surelayer-ca-"));
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  try {
    openssl(
      ...["req", "-x509", ...newKey, "-days", "2", "-subj", "/CN=Surelayer test authority"],
      ...["-keyout", "ca.key", "-out", "ca.pem"],
    );
    openssl(...["req", ...newKey, "-subj", `/CN=${address}`, "-keyout", "server.key", "-out", "server.csr"]);
    writeFileSync(join(folder, "names"), `subjectAltName=IP:${address}\n`);
    openssl(
      ...["x509", "-req", "-days", "2", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key"],
      ...["-CAcreateserial", "-extfile", "names", "-out", "server.pem"],
    );
    return { ca: read("ca.pem"), key: read("server.key"), cert: read("server.pem") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
