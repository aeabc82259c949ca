/** Whether a host name means this machine itself. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$/gu, "");
  return (
    host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127(\.\d+){3}$/u.test(host)
  );
}

/** What an address holds that nobody may read: its password, the pair that a header encodes, and a token as the user name. */
export function secretsOf(address: string): readonly string[] {
  const url = parseAddress(address);
  if (!url) return [];
  const username = decode(url.username);
  const tokens = isToken(username) ? [username] : [];
  if (url.password === "") return tokens;
  const password = decode(url.password);
  return [...new Set([password, url.password, `${username}:${password}`, ...tokens])];
}

/** Adds a user and password to an address that has none. */
export function withCredentials(address: string, user: string, password: string): string {
  const url = parseAddress(address);
  if (url?.username !== "" || url.password !== "") return address;
  // By hand, because `URL` would rewrite the rest of the address, such as a missing last slash.
  return address.replace("://", `://${encodeURIComponent(user)}:${encodeURIComponent(password)}@`);
}

/** A user name alone may be an access token; short ones are names. */
function isToken(username: string): boolean {
  return username.length >= 16;
}

/** Reads an address, also one without a scheme; undefined when it isn't one. */
export function parseAddress(address: string): URL | undefined {
  try {
    return new URL(address.includes("://") ? address : `http://${address}`);
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
