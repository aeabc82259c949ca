import type { Http } from "../../src/ports/machine.ts";

/** Http that answers for these addresses, by ranges, and for nothing else. */
export function hostOf(files: Readonly<Record<string, Uint8Array>>): Http {
  return {
    request: async (address, request = {}) => {
      const file = files[address];
      if (!file) return { status: 404, headers: {}, body: new Uint8Array() };
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers?.["range"] ?? "") ?? [];
      if (first === undefined) return { status: 200, headers: {}, body: file };
      const body = file.subarray(Number(first), Number(last) + 1);
      const range = `bytes ${first}-${Number(first) + body.length - 1}/${file.length}`;
      return { status: 206, headers: { "content-range": range }, body };
    },
  };
}
