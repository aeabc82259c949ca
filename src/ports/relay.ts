/** A host that needs a login. */
export interface LoginOrigin {
  /** `https://host` or `http://host:port`. */
  readonly origin: string;
  /** Value of the header. */
  readonly authorization: string;
}

/** How containers reach the hosts that need a login which no package's code may know. */
export interface RelaySettings {
  /** By `host` or `host:port`. */
  readonly logins: Readonly<Record<string, LoginOrigin>>;
  /** Values of the header by the name that uv gives an index in variables, such as `INTERNAL` for `UV_INDEX_INTERNAL_PASSWORD`. */
  readonly named: Readonly<Record<string, string>>;
  /** Of this machine, with their logins; `no` as NO_PROXY has it. */
  readonly proxies: Readonly<Record<"http" | "https" | "no", string | undefined>>;
  /** Environment of installers in a container without any login and proxy. */
  readonly env: Readonly<Record<string, string>>;
}
