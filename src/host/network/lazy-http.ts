import type { Http } from "../../ports/machine.ts";

/** Opens the real client at the first request: a plan whose answers are all cached never loads it. */
export function lazyHttp(open: () => Promise<Http>): Http {
  let opened: Promise<Http> | undefined;
  return {
    async request(url, request) {
      opened ??= open();
      return (await opened).request(url, request);
    },
  };
}
