import { holdsControlCharacter, quote } from "../../text/quote.ts";

/** What is wrong with a path beside the manifest. Whether it stays inside the repository is the caller's to check. */
export function relativePathFault(path: string): string | undefined {
  if (path === "") return "is empty; write a path relative to the manifest's folder";
  if (holdsControlCharacter(path)) return `${quote(path)} holds a control character; rename the file`;
  if (path.includes("\\"))
    return `${quote(path)} has a backslash; write \`${quotable(path.replaceAll("\\", "/"))}\``;
  if (/^[/~]|^[A-Za-z]:/.test(path)) {
    return `${quote(path)} isn't relative; write a path relative to the manifest's folder`;
  }
  return undefined;
}

/** What is wrong with a path inside the image. */
export function imagePathFault(path: string): string | undefined {
  if (holdsControlCharacter(path)) return `${quote(path)} holds a control character; write another path`;
  if (!path.startsWith("/")) {
    return `${quote(path)} isn't absolute; write \`${quotable(normalisePath(path))}\``;
  }
  const normalised = normalisePath(path);
  if (normalised !== path)
    return `${quote(path)} isn't in its shortest form; write \`${quotable(normalised)}\``;
  return undefined;
}

/** What is wrong with a path inside the image that files are copied to. */
export function targetPathFault(path: string): string | undefined {
  const fault = imagePathFault(path);
  if (fault !== undefined) return fault;
  if (path === "/") return "`/` would put files over the whole image; write a folder such as `/app`";
  if (/^\/(?:proc|sys|dev)(?:\/|$)/.test(path)) {
    return `${quote(path)} is made by the kernel and never part of an image; write a folder such as \`/app\``;
  }
  return undefined;
}

function normalisePath(path: string): string {
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") kept.pop();
    else if (part !== "" && part !== ".") kept.push(part);
  }
  return `/${kept.join("/")}`;
}

function quotable(path: string): string {
  return quote(path).slice(1, -1);
}
