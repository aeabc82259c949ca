import type { Http } from "../../ports/machine.ts";

/** Http that is opened by its first request: a plan that knows everything asks nobody, and need not load it. */
export function lazyHttp(open: () => Promise<Http>): Http {
  let opened: Promise<Http> | undefined;
  return {
    async request(url, request) {
      opened ??= open();
      return (await opened).request(url, request);
    },
  };
}
