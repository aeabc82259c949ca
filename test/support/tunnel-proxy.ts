import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { type ProxySettings, readProxySettings } from "../../src/host/network/machine-proxy.ts";

/** A proxy that connects every host name to this machine: servers here are then reached by public names. */
export async function tunnelProxy(): Promise<AsyncDisposable & { readonly settings: ProxySettings }> {
  const server = createServer();
  server.on("connect", (request, socket) => {
    const target = connect(Number(request.url?.split(":")[1]), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    for (const end of [socket, target]) end.on("error", () => end.destroy());
    socket.on("close", () => target.destroy());
    target.on("close", () => socket.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    settings: readProxySettings({ ALL_PROXY: `http://127.0.0.1:${port}` }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
