import type { ImageReference } from "../text/reference.ts";

export interface Credentials {
  readonly username?: string;
  readonly password?: string;
  readonly identityToken?: string;
  /** Registry of this login, e.g. `index.example`. */
  readonly server: string;
}

/** The user's store of registry logins. */
export interface CredentialSource {
  /**
   * The login for a registry (`host` or `host:port`); undefined where there is none.
   * @throws RegistryError when the store can't be read.
   */
  find(registry: string): Promise<Credentials | undefined>;
}

export interface RemoteManifest {
  /** `sha256:…`, from the registry's answer. */
  readonly digest: string;
  /** `sha256:…` of the image configuration that the manifest names: the engine's image id. */
  readonly configDigest: string | undefined;
  /** Compressed bytes of all layers. */
  readonly layerBytes: number;
  readonly mediaType: string;
  /** Digests of the configuration and the layers, which a pull fetches from this registry. */
  readonly blobs: readonly string[];
}

/** An OCI registry, as far as a push and its proof need it. */
export interface Registry {
  /**
   * The manifest behind a reference, by HEAD and GET; undefined when the registry answers 404.
   * @throws RegistryError when it can't be reached, refuses, or answers something that isn't a manifest.
   */
  findManifest(reference: ImageReference): Promise<RemoteManifest | undefined>;
  /**
   * The first of some blobs that the registry lacks, each asked for by HEAD; undefined where it holds them all.
   * @throws RegistryError when it can't be reached or refuses.
   */
  findMissingBlob(reference: ImageReference, digests: readonly string[]): Promise<string | undefined>;
  /**
   * Proves that the registry would take an upload. Stores nothing.
   * @throws RegistryError when it can't be reached, or refuses.
   */
  requireWritable(reference: ImageReference): Promise<void>;
}
