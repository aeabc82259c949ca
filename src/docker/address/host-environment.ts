import type { Files } from "../../ports/machine.ts";

/** Client certificate for an engine behind TLS, as PEM text. */
interface TlsSettings {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface HostAddress {
  readonly url: string;
  /** Where the address comes from, for messages: `DOCKER_HOST`, a context, or the socket's name. */
  readonly source: string;
  readonly tls?: TlsSettings;
}

/** Everything that the search reads: environment variables, the user's home folder, and files. */
export interface HostEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly files: Pick<Files, "exists" | "readText">;
}

/** Reads ca.pem, cert.pem and key.pem, as many as there are. */
export async function readTls(folder: string, files: HostEnvironment["files"]): Promise<TlsSettings> {
  const read = async (name: string): Promise<string | undefined> =>
    (await files.exists(`${folder}/${name}.pem`)) ? await files.readText(`${folder}/${name}.pem`) : undefined;
  const [ca, cert, key] = await Promise.all([read("ca"), read("cert"), read("key")]);
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}
