process.noDeprecation = true;
import { createRequire as bundleCreateRequire } from "node:module";
import { dirname as bundleDirnameOf } from "node:path";
import { fileURLToPath as bundleFileURLToPath } from "node:url";
const require = bundleCreateRequire(import.meta.url);
const bundleFilename = bundleFileURLToPath(import.meta.url);
const bundleDirname = bundleDirnameOf(bundleFilename);
import {
  containerProxy,
  isLoopback,
  parseAddress,
  readProxySettings,
  secretsOf,
  withCredentials
} from "./chunk-NUQ5CYDD.js";
import {
  createSystemClock
} from "./chunk-JT56MEYK.js";
import {
  userFolders,
  variable
} from "./chunk-SYLQ6SFJ.js";
import {
  DEFAULT_REGISTRY,
  NameTakenError,
  formatName,
  formatReference,
  gotNoAnswer,
  isLoopbackRegistry,
  parseReference,
  registryAddress
} from "./chunk-HBVV7C6K.js";
import {
  CA_BUNDLE
} from "./chunk-4N7BHHZI.js";
import {
  readJson
} from "./chunk-XJ6Z4JM4.js";
import {
  ZodError,
  array,
  boolean,
  number,
  object,
  prettifyError,
  readonly,
  record,
  string
} from "./chunk-S4TJR5DF.js";
import {
  createLineSplitter
} from "./chunk-CJZBE5W5.js";
import {
  createNodeFiles
} from "./chunk-UQSQ3JK4.js";
import {
  judgeOwner
} from "./chunk-4C3ITBKI.js";
import {
  DoesNotFitError,
  EngineError,
  GpuMissingError,
  RegistryError,
  SurelayerError,
  UsageError,
  messageOf
} from "./chunk-NR44LZQS.js";

// src/app/real-ports.ts
import { availableParallelism, homedir, totalmem } from "node:os";

// src/docker/address/host-address.ts
import { createHash } from "node:crypto";
var DEFAULT_SOCKET = "/var/run/docker.sock";
async function findHostAddress(environment) {
  const { env } = environment;
  const host = env["DOCKER_HOST"];
  if (host) return await fromEnvironment(host, environment);
  const context = await currentContext(environment);
  if (context !== void 0) return await contextAddress(context, environment);
  for (const socket of socketCandidates(environment)) {
    if (await environment.files.exists(socket)) return { url: `unix://${socket}`, source: socket };
  }
  return { url: `unix://${DEFAULT_SOCKET}`, source: DEFAULT_SOCKET };
}
function socketCandidates({ env, home: home2 }) {
  const runtime = env["XDG_RUNTIME_DIR"];
  return [
    DEFAULT_SOCKET,
    ...runtime ? [`${runtime}/docker.sock`] : [],
    `${home2}/.docker/run/docker.sock`,
    `${home2}/.docker/desktop/docker.sock`,
    ...runtime ? [`${runtime}/podman/podman.sock`] : [],
    "/run/podman/podman.sock"
  ];
}
async function fromEnvironment(host, { env, home: home2, files }) {
  const url = host.includes("://") ? host : `tcp://${host}`;
  const address2 = { url, source: "DOCKER_HOST" };
  const folder = env["DOCKER_CERT_PATH"] || (env["DOCKER_TLS_VERIFY"] ? `${home2}/.docker` : void 0);
  if (!folder || url.startsWith("unix:")) return address2;
  return { ...address2, tls: await readTls(folder, files) };
}
var ConfigFile = object({ currentContext: string().optional() });
var ContextFile = object({
  Endpoints: object({ docker: object({ Host: string() }) })
});
async function currentContext(environment) {
  const path = `${configFolder(environment)}/config.json`;
  const named = environment.env["DOCKER_CONTEXT"] || (await readDockerFile(path, environment, ConfigFile))?.currentContext;
  return named && named !== "default" ? named : void 0;
}
async function contextAddress(name, environment) {
  const id = createHash("sha256").update(name).digest("hex");
  const contexts = `${configFolder(environment)}/contexts`;
  const context = await readDockerFile(`${contexts}/meta/${id}/meta.json`, environment, ContextFile);
  if (!context) {
    throw new EngineError(`There is no docker context named ${name}.`, {
      remedy: "See `docker context ls`; `docker context use default` goes back to the default."
    });
  }
  const tls = await readTls(`${contexts}/tls/${id}/docker`, environment.files);
  const address2 = { url: context.Endpoints.docker.Host, source: `docker context ${name}` };
  return Object.keys(tls).length === 0 ? address2 : { ...address2, tls };
}
function configFolder({ env, home: home2 }) {
  return env["DOCKER_CONFIG"] || `${home2}/.docker`;
}
async function readDockerFile(path, { files }, schema) {
  if (!await files.exists(path)) return void 0;
  try {
    return schema.parse(JSON.parse(await files.readText(path)));
  } catch (error) {
    throw new EngineError(`${path} can't be read as one of Docker's files.`, {
      remedy: "Repair or remove it, or set DOCKER_HOST to the engine's address.",
      evidence: messageOf(error),
      cause: error
    });
  }
}
async function readTls(folder, files) {
  const read = async (name) => await files.exists(`${folder}/${name}.pem`) ? await files.readText(`${folder}/${name}.pem`) : void 0;
  const [ca, cert, key] = await Promise.all([read("ca"), read("cert"), read("key")]);
  return { ...ca && { ca }, ...cert && { cert }, ...key && { key } };
}

// src/docker/image.ts
async function describeImage(docker, reference) {
  const image = docker.getImage(reference);
  const [info, history] = await Promise.all([image.inspect(), image.history()]);
  const steps = history;
  return toImage(
    info,
    steps.reduce((sum2, { Size }) => sum2 + Size, 0)
  );
}
function toImage(info, bytes) {
  const config = info.Config ?? {};
  return {
    id: info.Id.startsWith("sha256:") ? info.Id : `sha256:${info.Id}`,
    references: (info.RepoTags ?? []).filter((name) => !name.startsWith("<none>")),
    digests: (info.RepoDigests ?? []).filter((name) => !name.startsWith("<none>")),
    labels: config.Labels ?? {},
    env: parseEnvironment(config.Env ?? []),
    command: config.Cmd ?? [],
    workdir: config.WorkingDir ?? "",
    os: info.Os,
    architecture: info.Architecture,
    bytes,
    layers: info.RootFS?.Layers ?? []
  };
}
function parseEnvironment(pairs) {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [name, value.join("=")];
    })
  );
}
function formatEnvironment(env) {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

// src/docker/labels.ts
function labelFilters(wanted) {
  return Object.entries(wanted).map(([name, value]) => value === "" ? name : `${name}=${value}`);
}
function hasLabels(actual, wanted) {
  return Object.entries(wanted).every(([name, value]) => {
    const found = actual?.[name] ?? "";
    return value === "" ? found !== "" : found === value;
  });
}
function committedLabels(ofContainer, ofImage) {
  const emptied = Object.fromEntries(Object.keys(ofContainer).map((name) => [name, ""]));
  return { ...emptied, ...ofImage };
}

// src/docker/reference-query.ts
var PLATFORM = "linux/amd64";
function pullQuery(reference, options) {
  const parsed = parseReference(reference);
  return [
    authentication(options.credentials),
    {
      fromImage: formatName(parsed),
      // Without a tag, the engine would pull every tag. A digest counts as a tag here.
      tag: parsed.digest ?? parsed.tag ?? "latest",
      platform: PLATFORM,
      ...plainHttp(parsed),
      ...options.signal && { abortSignal: options.signal }
    }
  ];
}
function pushQuery(reference, options) {
  const parsed = parseReference(reference);
  const query = {
    tag: parsed.tag ?? "latest",
    ...plainHttp(parsed),
    authconfig: authentication(options.credentials),
    ...options.signal && { abortSignal: options.signal }
  };
  return { name: formatName(parsed), query };
}
function plainHttp({ registry }) {
  return isLoopbackRegistry(registry) ? { tlsVerify: false } : {};
}
function tagQuery(reference) {
  const parsed = parseReference(reference);
  return { repo: formatName(parsed), tag: parsed.tag ?? "latest" };
}
function authentication(credentials) {
  if (!credentials) return {};
  const { username, password, identityToken, server } = credentials;
  return {
    serveraddress: server,
    ...username !== void 0 && { username },
    ...password !== void 0 && { password },
    ...identityToken !== void 0 && { identitytoken: identityToken }
  };
}

// src/docker/commit.ts
async function commitImage(docker, container, ownLabels, spec) {
  const created = await container.inspect();
  const base = await docker.getImage(created.Image).inspect();
  const body = commitBody(base, ownLabels, spec.config);
  const podman = await isPodman(docker);
  const answer = await container.commit({
    _query: {
      container: container.id,
      comment: spec.comment,
      ...podman && { changes: instructions(body) },
      ...spec.reference !== void 0 && tagQuery(spec.reference)
    },
    _body: body
  });
  const image = await docker.getImage(answer.Id).inspect();
  if (!tookConfig(image, body)) {
    const removed = docker.getImage(answer.Id).remove({ force: true });
    await removed;
    throw new EngineError("This engine ignores the configuration of a commit, so the image would be wrong.", {
      remedy: "Use a Docker engine, or Podman."
    });
  }
  return describeImage(docker, answer.Id);
}
function commitBody(base, ownLabels, config) {
  const inherited2 = base.Config ?? {};
  const entrypoint = inherited2.Entrypoint ?? [];
  return {
    Cmd: config.command ?? inherited2.Cmd ?? [],
    Entrypoint: config.entrypoint ?? (typeof entrypoint === "string" ? [entrypoint] : entrypoint),
    WorkingDir: config.workdir ?? (inherited2.WorkingDir || "/"),
    Env: formatEnvironment(config.env ?? {}),
    Labels: committedLabels(ownLabels, config.labels)
  };
}
async function isPodman(docker) {
  const { Components } = await docker.version();
  return (Components ?? []).some(({ Name }) => Name === "Podman Engine");
}
function instructions(body) {
  const lines = [
    `CMD ${JSON.stringify(body.Cmd)}`,
    `ENTRYPOINT ${JSON.stringify(body.Entrypoint)}`,
    `WORKDIR ${body.WorkingDir}`,
    ...body.Env.map((pair) => `ENV ${pair}`),
    ...Object.entries(body.Labels).map(([name, value]) => `LABEL ${name}=${value}`)
  ];
  const broken = lines.find((line) => /[\r\n]/.test(line));
  if (broken === void 0) return lines;
  throw new EngineError("Podman can't put a value with a line break into an image.", {
    evidence: broken.split(/[\r\n]/)[0] ?? "",
    remedy: "Write the value in one line, or build with a Docker engine."
  });
}
function tookConfig(image, body) {
  const labels = image.Config?.Labels ?? {};
  return Object.entries(body.Labels).every(([name, value]) => labels[name] === value);
}

// src/docker/streams.ts
var FRAME_HEADER = 8;
async function demultiplex(stream, onOutput) {
  const frames = openFrames();
  for await (const chunk of stream) {
    for (let rest = chunk; rest.length > 0; ) {
      const { piece, from, length } = frames.next(rest);
      rest = rest.subarray(length);
      if (piece) await onOutput(piece, from);
    }
  }
  if (frames.isWhole()) return;
  throw new EngineError("The engine's answer broke off in the middle of a command's output.", {
    remedy: "Look at the engine's log: it was probably stopped or restarted."
  });
}
function openFrames() {
  const header = Buffer.alloc(FRAME_HEADER);
  let headerBytes = 0;
  let missing = 0;
  const readHeader = (bytes) => {
    const part = bytes.subarray(0, FRAME_HEADER - headerBytes);
    header.set(part, headerBytes);
    headerBytes += part.length;
    if (headerBytes === FRAME_HEADER) {
      headerBytes = 0;
      missing = header.readUInt32BE(4);
    }
    return part.length;
  };
  return {
    isWhole: () => headerBytes === 0 && missing === 0,
    next(bytes) {
      if (missing === 0) return { piece: void 0, from: "stdout", length: readHeader(bytes) };
      const piece = bytes.subarray(0, missing);
      missing -= piece.length;
      return { piece, from: header[0] === 2 ? "stderr" : "stdout", length: piece.length };
    }
  };
}
async function* jsonLines(stream) {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield parseLine(line);
  }
  if (rest.trim() !== "") yield parseLine(rest);
}
function parseLine(line) {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new EngineError("The engine's answer broke off, or isn't an engine's.", {
      evidence: line.slice(0, 200),
      cause: error
    });
  }
}

// src/docker/exec.ts
var NO_SUCH_PROGRAM = 127;
var RUNTIME_FAILED = /^OCI runtime exec failed|^runc exec failed|^Error: (crun|runc):/;
var LONGEST_RUNTIME_MESSAGE = 4096;
var PROGRAM_MISSING = /executable file not found|no such file or directory/i;
async function runExec(container, spec, clock) {
  spec.signal?.throwIfAborted();
  return await orAborted(startAndFollow(container, spec, clock), spec.signal);
}
async function startAndFollow(container, spec, clock) {
  const exec = await container.exec({
    Cmd: [...spec.command],
    Env: formatEnvironment(spec.env ?? {}),
    AttachStdout: true,
    AttachStderr: true,
    ...spec.workdir !== void 0 && { WorkingDir: spec.workdir },
    ...!spec.asImageUser && { User: "0:0" }
  });
  spec.signal?.throwIfAborted();
  const stream = await exec.start({ Detach: false, Tty: false });
  const stop = () => void stream.destroy();
  spec.signal?.addEventListener("abort", stop, { once: true });
  if (spec.signal?.aborted) stop();
  const output = holdRuntimeMessage(spec.onOutput ?? (() => void 0));
  try {
    await demultiplex(stream, output.take);
  } finally {
    spec.signal?.removeEventListener("abort", stop);
  }
  const exitCode = await exitCodeOf(exec, clock, spec.signal);
  return output.finish(exitCode);
}
function holdRuntimeMessage(pass) {
  let pending;
  let started = false;
  return {
    take(chunk, stream) {
      const first = !started;
      started = true;
      if (first && RUNTIME_FAILED.test(Buffer.from(chunk).toString("latin1"))) {
        pending = { chunk: Buffer.from(chunk), stream };
        return void 0;
      }
      if (pending?.stream === stream && pending.chunk.length < LONGEST_RUNTIME_MESSAGE) {
        pending = { chunk: Buffer.concat([pending.chunk, chunk]), stream };
        return void 0;
      }
      if (pending) pass(pending.chunk, pending.stream);
      pending = void 0;
      return pass(chunk, stream);
    },
    finish(exitCode) {
      if (!pending) return exitCode;
      const failed2 = exitCode === 126 || exitCode === NO_SUCH_PROGRAM;
      pass(pending.chunk, failed2 ? "stderr" : pending.stream);
      return failed2 && PROGRAM_MISSING.test(Buffer.from(pending.chunk).toString()) ? NO_SUCH_PROGRAM : exitCode;
    }
  };
}
async function exitCodeOf(exec, clock, signal) {
  let unknown = 0;
  for (let pause = 2; ; pause = Math.min(pause * 2, 200)) {
    const state = await exec.inspect();
    if (!state.Running && state.ExitCode !== null) return state.ExitCode;
    if (!state.Running) unknown += 1;
    if (unknown > 20) throw new EngineError("The engine does not say how a command ended.");
    await clock.sleep(pause, signal);
  }
}
async function orAborted(work, signal) {
  if (!signal) return await work;
  work.catch(() => void 0);
  let stop = () => void 0;
  const aborted = new Promise((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

// src/docker/inside-container.ts
var PROCESS_COLUMNS = "-eo pid,stat,args";
var ENDED = /^[ZX][^l]*$/;
function processesBeside(table, first) {
  const [pid, stat2, ...args] = (table.Titles ?? []).map((title) => title.toUpperCase());
  if (pid !== "PID" || stat2 !== "STAT" || args.length !== 1) return void 0;
  const rows = table.Processes ?? [];
  const isFirst = (row) => row[0] === String(first) || row[0] === "1";
  if (!rows.some(isFirst)) return void 0;
  return rows.filter((row) => !isFirst(row) && !ENDED.test(row[1] ?? "")).map((row) => row.slice(2).join(" "));
}

// src/docker/host-config.ts
var CAPABILITIES = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETGID", "SETUID"];
var PIDS_LIMIT = 4096;
function hardenedHostConfig(spec) {
  return {
    CapDrop: ["ALL"],
    CapAdd: CAPABILITIES,
    SecurityOpt: ["no-new-privileges"],
    PidsLimit: PIDS_LIMIT,
    NetworkMode: spec.network === void 0 ? "bridge" : `container:${spec.network}`,
    IpcMode: "private",
    CgroupnsMode: "private",
    // No container restarts by itself, and tini would leave a file in the committed layer.
    RestartPolicy: { Name: "no" },
    Init: false,
    Mounts: (spec.mounts ?? []).map(mountSettings),
    ...spec.gpus && { DeviceRequests: [{ Driver: "", Count: -1, Capabilities: [["gpu"]] }] }
  };
}
function mountSettings(mount) {
  return {
    Type: "volume",
    Source: mount.volume,
    Target: mount.target,
    ReadOnly: mount.readOnly,
    // A new volume stays empty: the engine doesn't copy the image's files at the target into it.
    VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: "local", Options: {} } }
  };
}

// src/docker/volume-archive.ts
function mountAt(mounts, path) {
  const inside = mounts.filter(({ target }) => path === target || path.startsWith(`${target}/`));
  return inside.toSorted((a, b) => b.target.length - a.target.length)[0];
}
async function fillVolume(docker, spec, mount, { path, archive }) {
  const filler = await docker.createContainer({
    Image: spec.image,
    Entrypoint: [...spec.command],
    Cmd: [],
    Labels: { ...spec.labels },
    HostConfig: hardenedHostConfig({ mounts: [mount] })
  });
  try {
    await filler.putArchive(archive, { path });
  } finally {
    await filler.remove({ force: true, v: true });
  }
}

// src/docker/dockerode-container.ts
var DockerodeContainer = class {
  id;
  name;
  #host;
  #spec;
  #container;
  #holdsMountPoints = false;
  constructor(host, spec, id) {
    this.id = id;
    this.name = spec.name;
    this.#host = host;
    this.#spec = spec;
    this.#container = host.docker.getContainer(id);
  }
  async start() {
    await this.#ask("start", () => this.#container.start());
  }
  async exec(spec) {
    const verb = `run ${spec.command[0] ?? "a command"} in`;
    return await this.#ask(verb, () => runExec(this.#container, spec, this.#host.clock), spec.signal);
  }
  async putArchive(path, archive) {
    await this.#ask(`put files into ${path} of`, async () => {
      const mounts = this.#spec.mounts ?? [];
      const mount = mountAt(mounts, path);
      if (mount) return await fillVolume(this.#host.docker, this.#spec, mount, { path, archive });
      this.#holdsMountPoints ||= mounts.length > 0;
      await this.#container.putArchive(archive, { path });
    });
  }
  async diffBytes() {
    const options = { size: true };
    const info = await this.#ask("measure", () => this.#container.inspect(options));
    return info.SizeRw ?? 0;
  }
  async otherProcesses() {
    const { State } = await this.#ask("look at", () => this.#container.inspect());
    const table = await this.#container.top({ ps_args: PROCESS_COLUMNS }).catch(() => void 0);
    return table && processesBeside(table, State.Pid);
  }
  async restart() {
    await this.#ask("restart", () => this.#container.restart({ t: 0 }));
  }
  async commit(spec) {
    if (this.#spec.gpus) {
      throw new EngineError(
        `The container ${this.name} has seen a GPU: its files don't belong into an image.`
      );
    }
    if (this.#holdsMountPoints) {
      throw new EngineError(
        `The layer of container ${this.name} would hold the mount points of its volumes.`,
        { remedy: "Put the files into a container without volumes." }
      );
    }
    return await this.#ask(
      "commit",
      () => commitImage(this.#host.docker, this.#container, this.#spec.labels, spec)
    );
  }
  async remove() {
    await this.#host.removeContainer(this.id);
  }
  #ask(verb, body, signal) {
    return this.#host.ask({ doing: `${verb} the container ${this.name}`, signal }, body);
  }
};

// src/docker/engine-refusal.ts
var EngineRefusal = class extends Error {
  /** HTTP status; undefined for an error within a stream that began with 200. */
  status;
  constructor(text, status) {
    super(text);
    this.name = "EngineRefusal";
    this.status = status;
  }
};
function refusalOf(error) {
  if (error instanceof EngineRefusal) return error;
  if (!(error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"))
    return void 0;
  const text = error.message.replace(/^\(HTTP code \d+\) .*? - /, "").trim();
  return new EngineRefusal(text, error.statusCode);
}
function isAbsent(error) {
  return refusalOf(error)?.status === 404;
}

// src/docker/transfer-error.ts
var REASONS = [
  {
    pattern: /HTTP response to HTTPS client/i,
    message: (_, registry) => `The registry ${registry} speaks plain HTTP, and the engine insists on HTTPS.`,
    remedy: (registry) => `Give the registry a certificate, or add "${registry}" to insecure-registries in the engine's daemon.json; with Podman, write \`[[registry]]\`, \`location\` and \`insecure = true\` into /etc/containers/registries.conf. An engine trusts plain HTTP without that on its own loopback addresses only.`
  },
  {
    pattern: /x509: .{0,300}(?:has expired|is valid for|not valid for any names|any IP SANs|legacy Common Name)/i,
    message: (_, registry) => `The certificate of the registry ${registry} isn't valid, says the engine.`,
    remedy: (registry) => `Give the registry a certificate that is in force and names ${registry}, and check the clock of the engine's machine.`
  },
  {
    pattern: /x509|certificate/i,
    message: (_, registry) => `The engine does not trust the certificate of the registry ${registry}.`,
    remedy: (registry) => `Put the registry's CA into /etc/docker/certs.d/${registry}/ca.crt on the engine's machine; it needs no restart. This machine asks the registry, too: name the same file in NODE_EXTRA_CA_CERTS.`
  },
  {
    // A 403 about the pace looks like one about the login.
    pattern: /toomanyrequests|too many requests|\b429\b|secondary rate limit/i,
    message: (_, registry) => `The registry ${registry} limits the rate of requests.`,
    remedy: (registry) => `Wait and run again, or raise the limit with \`docker login ${registry}\`.`
  },
  {
    pattern: /unauthorized|authentication required|no basic auth credentials|\bdenied\b|forbidden/i,
    message: ({ direction, reference }, registry) => `The registry ${registry} does not let this user ${direction} ${reference}.`,
    remedy: (registry) => `Check the name, and log in with \`docker login ${registry}\`.`
  },
  {
    pattern: /manifest.*(unknown|not found)|name unknown|not found|does not exist or no pull access/i,
    message: ({ reference }, registry) => `The registry ${registry} has no image ${reference}.`,
    remedy: () => "Check name and tag, or platform: only linux/amd64 images are used."
  },
  {
    pattern: /connection refused|no such host|no route to host|timeout|timed out|i\/o|EOF|reset by peer|server misbehaving/i,
    message: (_, registry) => `The engine can't reach the registry ${registry}.`,
    remedy: () => "Check that the registry runs and that the engine's machine reaches it (network, proxy)."
  }
];
function transferError(text, transfer, cause) {
  const details = { evidence: text, cause };
  if (/(image|tag) does not exist|reference does not exist|failed to find image/i.test(text)) {
    return new EngineError(`The engine holds no image ${transfer.reference} to push.`, details);
  }
  const registry = parseReference(transfer.reference).registry;
  const reason = REASONS.find(({ pattern }) => pattern.test(text));
  const message = reason?.message(transfer, registry) ?? `The engine could not ${transfer.direction} ${transfer.reference}.`;
  return new RegistryError(message, { ...details, ...reason && { remedy: reason.remedy(registry) } });
}

// src/docker/engine-error.ts
var LOST = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|EACCES|EPERM|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;
var UNTRUSTED = /^(ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;
var WANTS_TLS = /HTTP request to an HTTPS server/;
var DISK_FULL = /no space left on device|disk quota exceeded/i;
var NAME_TAKEN = /already in use by (a )?container/i;
var NO_GPU = /could not select device driver|nvidia-container-cli|unresolvable CDI devices|no known GPU vendor|discover GPU vendor/i;
function explainEngineError(error, call) {
  if (error instanceof SurelayerError) return error;
  const refusal2 = refusalOf(error);
  if (WANTS_TLS.test(refusal2?.message ?? "") || UNTRUSTED.test(codeOf(error) ?? "")) {
    return untrusted(call.address, error);
  }
  if (refusal2) return explainRefusal(refusal2, call, error);
  const lost = lostConnection(error, call.address);
  if (lost) return lost;
  return new EngineError(`The engine could not ${call.doing}: ${messageOf(error)}`, { cause: error });
}
function explainRefusal(refusal2, call, cause) {
  const details = { evidence: refusal2.message, cause };
  if (DISK_FULL.test(refusal2.message) && call.transfer?.direction !== "push") {
    return new DoesNotFitError(`The engine's disk is full: it could not ${call.doing}.`, {
      ...details,
      remedy: "Free space below the engine's data root, e.g. with `docker system df` and `docker image prune`."
    });
  }
  if (NO_GPU.test(refusal2.message)) {
    return new GpuMissingError(`The engine has no GPU to give: it could not ${call.doing}.`, {
      ...details,
      remedy: "Run this on a machine with an NVIDIA GPU, its driver and the NVIDIA Container Toolkit."
    });
  }
  if (call.transfer) return transferError(refusal2.message, call.transfer, cause);
  if (NAME_TAKEN.test(refusal2.message)) {
    const remedy2 = "Remove the container of that name, or run again.";
    return new NameTakenError(`The engine could not ${call.doing}.`, { ...details, remedy: remedy2 });
  }
  const remedy = remedyFor(refusal2);
  return new EngineError(`The engine could not ${call.doing}.`, remedy ? { ...details, remedy } : details);
}
function remedyFor({ status, message }) {
  if (/could not find bridge|failed to create endpoint/.test(message)) {
    return "The engine's network is broken: restart the engine (e.g. `systemctl restart docker`), then run again.";
  }
  if (/is paused/.test(message)) return "Wait until the commit that paused the container is done.";
  if (/is not running/.test(message)) {
    return "The container stopped by itself: it was killed from outside, or its machine ran out of memory.";
  }
  if (status === 409) return "Something else on this engine uses it: stop that first.";
  return void 0;
}
function lostConnection(error, address2) {
  const code = codeOf(error);
  const hungUp = error instanceof Error && /socket hang up|^aborted$/.test(error.message);
  if (!hungUp && !(code && LOST.test(code))) return void 0;
  const lost = (message, remedy) => new EngineError(message, { cause: error, evidence: messageOf(error), remedy });
  if (hungUp || code === "ECONNRESET" || code === "EPIPE") {
    return lost(
      `The container engine at ${address2} stopped answering.`,
      "See whether the engine was restarted (`docker info`, its log), then run again."
    );
  }
  if (code === "EACCES" || code === "EPERM") {
    return lost(
      `This user may not use the container engine at ${address2}.`,
      "Run as root, or add the user to the docker group and log in again."
    );
  }
  return lost(
    `No container engine answers at ${address2}.`,
    "Start Docker (e.g. `systemctl start docker`), or set DOCKER_HOST to the engine's address."
  );
}
function untrusted(address2, cause) {
  return new EngineError(
    `The container engine at ${address2} wants TLS, and its certificate isn't trusted here, or ours isn't there.`,
    {
      evidence: messageOf(cause),
      cause,
      remedy: "Put ca.pem, cert.pem and key.pem for this engine into a folder and set DOCKER_CERT_PATH to it, and DOCKER_TLS_VERIFY=1; or use a docker context that holds them."
    }
  );
}
function codeOf(error) {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : void 0;
}

// src/docker/transfer.ts
var UNDER_WAY = /^(Pulling fs layer|Waiting|Downloading|Verifying Checksum|Extracting|Preparing|Pushing)$/;
var DOWNLOADED = /^(Download complete|Extracting)$/;
var DONE = /^(Pull complete|Already exists|Pushed|Layer already exists|Mounted from .*)$/;
var AGAIN = /^Retrying in \d+ seconds?$/;
var COUNTED = /^(Downloading|Pushing)$/;
var SAID = /^\S+: digest: (sha256:[0-9a-f]{64}) size: \d+$/;
async function followTransfer(stream, onProgress = () => void 0) {
  const layers = /* @__PURE__ */ new Map();
  let digest;
  for await (const value of jsonLines(stream)) {
    const line = value;
    const error = line.errorDetail?.message ?? line.error;
    if (error !== void 0) throw new EngineRefusal(error);
    digest = line.aux?.Digest ?? SAID.exec(line.status ?? "")?.[1] ?? digest;
    const progress = take(line, layers);
    if (progress) onProgress(progress);
  }
  return digest;
}
function take({ id, status, progressDetail }, layers) {
  if (id === void 0 || status === void 0) return;
  const again = AGAIN.test(status) ? status : void 0;
  const before = layers.get(id);
  const layer = nextState(before, status, progressDetail);
  if (layer) layers.set(id, layer);
  const repeated = layer?.current !== void 0 && layer.current === before?.current;
  return layer && !repeated || again ? sum([...layers.values()], again) : void 0;
}
function nextState(before, status, detail) {
  const { bytes, totalBytes } = before ?? { bytes: 0, totalBytes: 0 };
  if (DONE.test(status)) return { bytes: totalBytes, totalBytes, done: true };
  if (DOWNLOADED.test(status)) return { bytes: totalBytes, totalBytes, done: false };
  if (!UNDER_WAY.test(status)) return void 0;
  if (!COUNTED.test(status)) return { bytes, totalBytes, done: false };
  const total = Math.max(detail?.total ?? 0, totalBytes);
  const current = Math.min(detail?.current ?? 0, total || Number.POSITIVE_INFINITY);
  return { bytes: Math.max(current, bytes), totalBytes: total, done: false, current: detail?.current };
}
function sum(layers, again) {
  const done = layers.filter((layer) => layer.done).length;
  return {
    bytes: layers.reduce((bytes, layer) => bytes + layer.bytes, 0),
    totalBytes: layers.reduce((bytes, layer) => bytes + layer.totalBytes, 0),
    status: `${done} of ${layers.length} layers${again ? `; ${again.toLowerCase()}` : ""}`
  };
}

// src/docker/dockerode-engine.ts
var DockerodeEngine = class {
  docker;
  clock;
  #address;
  constructor(docker, address2, clock) {
    this.docker = docker;
    this.clock = clock;
    this.#address = address2;
  }
  async info() {
    const ask = async () => await Promise.all([this.docker.version(), this.docker.info()]);
    const [version, info] = await this.ask({ doing: "describe itself" }, ask);
    return {
      version: version.Version,
      apiVersion: version.ApiVersion,
      operatingSystem: info.OperatingSystem,
      architecture: version.Arch,
      dataRoot: info.DockerRootDir,
      imageStore: imageStoreOf(info.DriverStatus),
      // Docker Desktop has its socket here, but its disk in a virtual machine.
      local: this.#address.startsWith("unix:") && info.OperatingSystem !== "Docker Desktop",
      memoryBytes: info.MemTotal,
      cpus: info.NCPU,
      runtimes: Object.keys(info.Runtimes ?? {}),
      now: Date.parse(info.SystemTime)
    };
  }
  async findImage(reference) {
    return await this.ask(
      { doing: `look at the image ${reference}` },
      () => orAbsent(() => describeImage(this.docker, reference))
    );
  }
  async listImages(labels) {
    const found = await this.ask(
      { doing: "list images" },
      () => this.docker.listImages({ filters: { label: [...labelFilters(labels)] } })
    );
    const matching = found.filter((image) => hasLabels(image.Labels, labels));
    const images = await Promise.all(matching.map((image) => this.findImage(image.Id)));
    return images.filter((image) => image !== void 0);
  }
  async pullImage(reference, options = {}) {
    const transfer = { direction: "pull", reference };
    await this.ask({ doing: `pull ${reference}`, transfer, signal: options.signal }, async () => {
      const answer = this.docker.createImage(
        ...pullQuery(reference, options)
      );
      await followTransfer(await answer, options.onProgress);
    });
    const image = await this.findImage(reference);
    if (!image) throw new EngineError(`The engine pulled ${reference} but does not hold it.`);
    return image;
  }
  async pushImage(reference, options = {}) {
    const transfer = { direction: "push", reference };
    return await this.ask({ doing: `push ${reference}`, transfer, signal: options.signal }, async () => {
      const { name, query } = pushQuery(reference, options);
      const answer = this.docker.getImage(name).push(query);
      return await followTransfer(await answer, options.onProgress);
    });
  }
  async tagImage(image, reference) {
    await this.ask(
      { doing: `give ${image} the name ${reference}` },
      () => this.docker.getImage(image).tag(tagQuery(reference))
    );
  }
  async removeImage(reference) {
    const query = { force: /^(sha256:)?[0-9a-f]{64}$/.test(reference), noprune: true };
    await this.ask(
      { doing: `remove the image ${reference}` },
      () => orAbsent(() => this.docker.getImage(reference).remove(query))
    );
  }
  async createContainer(spec) {
    const call = { doing: `create the container ${spec.name} from ${spec.image}` };
    const container = await this.ask(
      call,
      () => this.docker.createContainer({
        name: spec.name,
        Image: spec.image,
        // The whole command is the entry point, so that a commit inherits no Cmd of ours.
        Entrypoint: [...spec.command],
        Cmd: [],
        Labels: { ...spec.labels },
        ...spec.workdir !== void 0 && { WorkingDir: spec.workdir },
        HostConfig: hardenedHostConfig(spec)
      })
    );
    return new DockerodeContainer(this, spec, container.id);
  }
  async listContainers(labels) {
    const found = await this.ask(
      { doing: "list containers" },
      () => this.docker.listContainers({ all: true, filters: { label: [...labelFilters(labels)] } })
    );
    return found.filter((container) => hasLabels(container.Labels, labels)).map((container) => ({
      id: container.Id,
      name: container.Names[0]?.replace(/^\//, "") ?? container.Id,
      labels: container.Labels,
      running: container.State === "running" || container.State === "paused",
      created: container.Created * 1e3,
      volumes: volumesOf(container)
    }));
  }
  async removeContainer(id) {
    await this.ask({ doing: `remove the container ${id}` }, async () => {
      try {
        await orAbsent(() => this.docker.getContainer(id).remove({ force: true, v: true }));
      } catch (error) {
        if (!/removal of container .* is already in progress/.test(refusalOf(error)?.message ?? ""))
          throw error;
      }
    });
  }
  async createVolume(name, labels) {
    await this.ask(
      { doing: `create the volume ${name}` },
      () => this.docker.createVolume({ Name: name, Labels: { ...labels } })
    );
  }
  async listVolumes(labels) {
    const filters = JSON.stringify({ label: labelFilters(labels) });
    const found = await this.ask({ doing: "list volumes" }, () => this.docker.listVolumes({ filters }));
    return (found.Volumes ?? []).filter((volume) => hasLabels(volume.Labels, labels)).map(describeVolume);
  }
  async removeVolume(name) {
    await this.ask(
      { doing: `remove the volume ${name}` },
      () => orAbsent(() => this.docker.getVolume(name).remove())
    );
  }
  async ask(call, body) {
    call.signal?.throwIfAborted();
    try {
      return await body();
    } catch (error) {
      call.signal?.throwIfAborted();
      throw explainEngineError(error, { ...call, address: this.#address });
    }
  }
};
function volumesOf({ Mounts }) {
  return (Mounts ?? []).flatMap(({ Type, Name }) => Type === "volume" && Name ? [Name] : []);
}
function describeVolume(volume) {
  return { name: volume.Name, labels: volume.Labels ?? {}, created: Date.parse(volume.CreatedAt ?? "") };
}
function imageStoreOf(status) {
  const pairs = Array.isArray(status) ? status : [];
  const named = pairs.some((pair) => Array.isArray(pair) && pair[1] === "io.containerd.snapshotter.v1");
  return named ? "containerd" : "graph-driver";
}
async function orAbsent(body) {
  try {
    return await body();
  } catch (error) {
    if (isAbsent(error)) return void 0;
    throw error;
  }
}

// src/docker/address/open-engine.ts
async function openEngine(address2, clock) {
  const options = connectionOptions(address2);
  const { default: Docker } = await import("./docker-ZNXMNG2V.js");
  return new DockerodeEngine(new Docker(options), address2.url, clock);
}
function connectionOptions(address2) {
  const url = parseAddress2(address2);
  if (url.protocol === "unix:")
    return { socketPath: url.pathname, host: void 0, port: void 0, protocol: "http" };
  const encrypted = address2.tls !== void 0 || url.protocol === "https:";
  return {
    socketPath: void 0,
    // The brackets of an IPv6 address belong to the URL only.
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port || (encrypted ? "2376" : "2375"),
    protocol: encrypted ? "https" : "http",
    ...address2.tls
  };
}
function parseAddress2({ url, source }) {
  const remedy = "Write unix:///path/of/the.sock, tcp://host:port or https://host:port.";
  if (!URL.canParse(url)) throw new EngineError(`${source}: ${url} is not an engine's address.`, { remedy });
  const parsed = new URL(url);
  if (["unix:", "tcp:", "http:", "https:"].includes(parsed.protocol)) return parsed;
  const ssh = "Forward its socket, e.g. `ssh -NL /tmp/docker.sock:/var/run/docker.sock HOST`, and set DOCKER_HOST to it.";
  throw new EngineError(`${source}: engines behind ${parsed.protocol}// are not supported.`, {
    remedy: parsed.protocol === "ssh:" ? ssh : remedy
  });
}

// src/host/disk-cache.ts
import { createHash as createHash2 } from "node:crypto";
import { join } from "node:path";
function createDiskCache(folder, files) {
  return {
    read: (key) => files.read(entryPath(folder, key)).catch(() => void 0),
    write: (key, content) => files.write(entryPath(folder, key), content).catch(() => void 0),
    open: (key) => files.open(entryPath(folder, key)).catch(() => void 0)
  };
}
var MAX_NAME_LENGTH = 200;
function entryPath(folder, key) {
  const hash = createHash2("sha256").update(key).digest("hex").slice(0, 24);
  const last = key.split("/").at(-1) ?? "";
  const name = last.replaceAll(/[^\w.+-]/gu, "_").replace(/^\.+/u, "_").slice(-MAX_NAME_LENGTH);
  return join(folder, hash, name === "" ? "entry" : name);
}

// src/host/installers/index-logins.ts
var INDEX_VARIABLES = ["UV_DEFAULT_INDEX", "UV_INDEX", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"];
function indexLogins(installerEnv) {
  const addresses3 = INDEX_VARIABLES.flatMap((name) => installerEnv[name]?.split(/\s+/u) ?? []);
  return new Map(
    addresses3.flatMap((entry) => {
      const url = parseAddress(entry.replace(/^[A-Za-z0-9._-]+=/u, ""));
      if (!url || url.username === "" && url.password === "") return [];
      const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
      return [[url.origin, `Basic ${Buffer.from(login).toString("base64")}`]];
    })
  );
}
function withIndexLogins(http, logins) {
  return {
    request: (url, request = {}) => {
      const authorization = logins.get(new URL(url).origin);
      if (authorization === void 0) return http.request(url, request);
      return http.request(url, { ...request, headers: { authorization, ...request.headers } });
    }
  };
}

// src/host/network/lazy-http.ts
function lazyHttp(open3) {
  let opened;
  return {
    async request(url, request) {
      opened ??= open3();
      return (await opened).request(url, request);
    }
  };
}

// src/host/installers/machine-index.ts
import { join as join2 } from "node:path";

// src/host/installers/netrc.ts
function readNetrc(text) {
  const tokens = withoutMacros(text).match(/"(?:[^"\\]|\\.)*"|\S+/gu)?.map(unquote) ?? [];
  const entries = [];
  for (let index = 0; index < tokens.length; index++) {
    const entry = entries.at(-1);
    const value = tokens[index + 1];
    switch (tokens[index]) {
      case "default":
        entries.push({ host: void 0, login: "", password: "" });
        break;
      case "machine":
        entries.push({ host: value?.toLowerCase(), login: "", password: "" });
        index++;
        break;
      case "login":
      case "user":
        if (entry) entry.login = value ?? "";
        index++;
        break;
      case "password":
        if (entry) entry.password = value ?? "";
        index++;
        break;
      case "account":
        index++;
        break;
    }
  }
  return entries.filter((entry) => entry.password !== "");
}
function credentialsFor(entries, host) {
  return entries.find((entry) => entry.host === host.toLowerCase()) ?? entries.find((entry) => entry.host === void 0);
}
function withoutMacros(text) {
  return text.replaceAll(/^\s*macdef\b[\s\S]*?(?:\n\s*\n|$(?![\s\S]))/gmu, "").replaceAll(/^\s*#.*$/gmu, "");
}
function unquote(token) {
  return token.startsWith('"') && token.endsWith('"') && token.length > 1 ? token.slice(1, -1).replaceAll(/\\(.)/gu, "$1") : token;
}

// src/host/installers/package-indexes.ts
function hasIndexes(indexes) {
  return indexes.main !== void 0 || indexes.extra.length > 0;
}
function onlyRemote(indexes) {
  const main = indexes.main !== void 0 && isRemote(indexes.main) ? indexes.main : void 0;
  return { main, extra: indexes.extra.filter((entry) => isRemote(split(entry).address)) };
}
function signIn(indexes, netrc) {
  const signed = (address2) => {
    const host = parseAddress(address2)?.hostname;
    const entry = host === void 0 ? void 0 : credentialsFor(netrc, host);
    return entry ? withCredentials(address2, entry.login, entry.password) : address2;
  };
  return {
    main: indexes.main === void 0 ? void 0 : signed(indexes.main),
    extra: indexes.extra.map((entry) => {
      const { name, address: address2 } = split(entry);
      return name === void 0 ? signed(address2) : `${name}=${signed(address2)}`;
    })
  };
}
function uvIndexEnv(indexes) {
  return {
    ...indexes.main !== void 0 && { UV_DEFAULT_INDEX: indexes.main },
    ...indexes.extra.length > 0 && { UV_INDEX: indexes.extra.join(" ") }
  };
}
function pipIndexEnv(indexes) {
  const extra = indexes.extra.map((entry) => split(entry).address);
  return {
    ...indexes.main !== void 0 && { PIP_INDEX_URL: indexes.main },
    ...extra.length > 0 && { PIP_EXTRA_INDEX_URL: extra.join(" ") }
  };
}
function indexSecrets(indexes) {
  return addresses(indexes).flatMap(secretsOf);
}
function loopbackHosts(indexes) {
  const hosts = addresses(indexes).map((address2) => parseAddress(address2));
  return hosts.flatMap((url) => url && isLoopback(url.hostname) ? [url.host] : []);
}
function addresses(indexes) {
  const extra = indexes.extra.map((entry) => split(entry).address);
  return indexes.main === void 0 ? extra : [indexes.main, ...extra];
}
function split(entry) {
  const match = /^([A-Za-z0-9._-]+)=(.*)$/u.exec(entry);
  return { name: match?.[1], address: match?.[2] ?? entry };
}
function isRemote(address2) {
  return /^(?:[a-z]+\+)?https?:\/\//iu.test(address2);
}

// src/host/installers/pip-conf.ts
var SECTIONS = ["global", "download", "install"];
function readPipConf(text) {
  const sections = {};
  let section = "";
  let values;
  for (const line of text.split(/\r?\n/u)) {
    if (/^\s*([#;]|$)/u.test(line)) continue;
    if (/^\s/u.test(line) && values) {
      values.push(...words(line));
      continue;
    }
    const header = /^\[([^\]]+)\]/u.exec(line);
    const option = /^([^=:\s][^=:]*?)\s*[=:]\s*(.*)$/u.exec(line);
    values = void 0;
    if (header?.[1] !== void 0) section = header[1].toLowerCase();
    else if (option?.[1] !== void 0) {
      values = words(option[2] ?? "");
      const name = option[1].toLowerCase().replaceAll("_", "-");
      sections[section] = { ...sections[section], [name]: values };
    }
  }
  return Object.assign({}, ...SECTIONS.map((name) => sections[name]));
}
function words(text) {
  return text.split(/\s+/u).filter((word) => word !== "");
}

// src/host/installers/uv-toml.ts
var address = string();
var addresses2 = array(address);
var UV_TOML = object({
  index: array(
    object({
      name: string().optional(),
      url: address,
      default: boolean().optional(),
      explicit: boolean().optional()
    })
  ).optional(),
  "index-url": address.optional(),
  "extra-index-url": addresses2.optional(),
  "allow-insecure-host": addresses2.optional(),
  pip: object({ "index-url": address.optional(), "extra-index-url": addresses2.optional() }).optional()
});
async function readUvToml(text, file) {
  const { parse, TomlError } = await import("./dist-GVJZ3FMP.js");
  try {
    const settings = UV_TOML.parse(parse(text));
    const listed = (settings.index ?? []).filter((index) => index.explicit !== true);
    const main = listed.find((index) => index.default === true)?.url ?? settings["index-url"];
    const extra = listed.filter((index) => index.default !== true);
    return {
      main: main ?? settings.pip?.["index-url"],
      extra: [
        ...extra.map(({ name, url }) => name === void 0 ? url : `${name}=${url}`),
        ...settings["extra-index-url"] ?? settings.pip?.["extra-index-url"] ?? []
      ],
      insecureHosts: settings["allow-insecure-host"] ?? []
    };
  } catch (error) {
    if (error instanceof TomlError) {
      const location = { file, line: error.line, column: error.column };
      throw new UsageError(`${file} isn't valid TOML: ${error.message.split("\n")[0]}`, {
        location,
        cause: error
      });
    }
    if (!(error instanceof ZodError)) throw error;
    throw new UsageError(`${file} can't be used: ${prettifyError(error)}`, {
      location: { file },
      cause: error
    });
  }
}

// src/host/installers/machine-index.ts
async function readInstallerSettings(env, files) {
  const pip = { ...await readPipFiles(env, files), ...pipVariables(env) };
  const toml = await readUvFiles(env, files);
  const netrc = readNetrc(await readOptional(files, variable(env, "NETRC") ?? join2(home(env), ".netrc")));
  const ofPip = onlyRemote({ main: pip["index-url"]?.[0], extra: pip["extra-index-url"] ?? [] });
  const ofUv = onlyRemote(uvIndexes(env, toml));
  const forUv = signIn(hasIndexes(ofUv) ? ofUv : ofPip, netrc);
  const forPip = signIn(hasIndexes(ofPip) ? ofPip : ofUv, netrc);
  const signIns = Object.entries(env).filter(([name]) => /^UV_INDEX_\w+_(?:USERNAME|PASSWORD)$/u.test(name));
  const insecure = [...pip["trusted-host"] ?? [], ...words2(env, "UV_INSECURE_HOST"), ...toml.insecureHosts];
  return {
    env: {
      ...uvIndexEnv(forUv),
      ...pipIndexEnv(forPip),
      ...timeouts(env, pip),
      ...findLinks(env, pip),
      ...Object.fromEntries([...signIns, ...handedOn(env)])
    },
    secrets: [
      ...[forUv, forPip].flatMap(indexSecrets),
      // Also of hosts that no setting names: a package may name them.
      ...netrc.flatMap((one) => [one.password, `${one.login}:${one.password}`]),
      ...signIns.flatMap(([name, value]) => name.endsWith("_PASSWORD") && value ? [value] : [])
    ],
    warnings: unreachableSettings(env, pip, insecure, [forUv, forPip].flatMap(loopbackHosts)),
    certificates: (pip["cert"] ?? []).map((path) => ({
      path,
      namedBy: "the setting cert of pip's configuration"
    }))
  };
}
async function readPipFiles(env, files) {
  const named = variable(env, "PIP_CONFIG_FILE");
  if (named === "/dev/null") return {};
  const paths = [
    "/etc/xdg/pip/pip.conf",
    "/etc/pip.conf",
    join2(home(env), ".pip", "pip.conf"),
    join2(configFolder2(env), "pip", "pip.conf"),
    ...named === void 0 ? [] : [named]
  ];
  const texts = await Promise.all(paths.map((path) => readOptional(files, path)));
  return Object.assign({}, ...texts.map(readPipConf));
}
function pipVariables(env) {
  const names = ["index-url", "extra-index-url", "find-links", "trusted-host", "no-index"];
  const entries = names.map(
    (name) => [name, words2(env, `PIP_${name.toUpperCase().replaceAll("-", "_")}`)]
  );
  return Object.fromEntries(entries.filter(([, values]) => values.length > 0));
}
async function readUvFiles(env, files) {
  const named = variable(env, "UV_CONFIG_FILE");
  const usual = [join2(configFolder2(env), "uv", "uv.toml"), "/etc/uv/uv.toml"];
  const read = async (path) => readUvToml(await readOptional(files, path), path);
  const settings = await Promise.all((named === void 0 ? usual : [named]).map(read));
  return {
    main: settings.find((one) => one.main !== void 0)?.main,
    extra: settings.flatMap((one) => one.extra),
    insecureHosts: settings.flatMap((one) => one.insecureHosts)
  };
}
function uvIndexes(env, toml) {
  const extra = [...words2(env, "UV_INDEX"), ...words2(env, "UV_EXTRA_INDEX_URL")];
  return {
    main: variable(env, "UV_DEFAULT_INDEX") ?? variable(env, "UV_INDEX_URL") ?? toml.main,
    extra: extra.length > 0 ? extra : toml.extra
  };
}
function timeouts(env, pip) {
  const ofPip = variable(env, "PIP_DEFAULT_TIMEOUT") ?? variable(env, "PIP_TIMEOUT") ?? pip["timeout"]?.[0];
  const ofUv = variable(env, "UV_HTTP_TIMEOUT") ?? variable(env, "UV_REQUEST_TIMEOUT");
  const forPip = ofPip ?? ofUv;
  const forUv = ofUv ?? ofPip;
  return {
    ...forPip !== void 0 && { PIP_DEFAULT_TIMEOUT: forPip },
    // pip allows fractions of a second, uv doesn't.
    ...forUv !== void 0 && { UV_HTTP_TIMEOUT: forUv.replace(/\..*$/u, "") }
  };
}
function findLinks(env, pip) {
  const ofPip = (pip["find-links"] ?? []).filter(isRemote);
  const ofUv = words2(env, "UV_FIND_LINKS", /[\s,]+/u).filter(isRemote);
  return {
    ...ofPip.length > 0 && { PIP_FIND_LINKS: ofPip.join(" ") },
    ...ofUv.length > 0 && { UV_FIND_LINKS: ofUv.join(",") }
  };
}
function handedOn(env) {
  return ["UV_INDEX_STRATEGY", "UV_HTTP_RETRIES", "PIP_RETRIES"].flatMap((name) => {
    const value = variable(env, name);
    return value === void 0 ? [] : [[name, value]];
  });
}
function unreachableSettings(env, pip, insecureHosts, loopback) {
  const warnings = [];
  if (insecureHosts.length > 0) {
    const hosts = [...new Set(insecureHosts)].join(", ");
    warnings.push(
      `This machine's installers trust ${hosts} without a certificate; build containers don't. Name the host's CA certificate in SSL_CERT_FILE instead.`
    );
  }
  for (const host of new Set(loopback)) {
    warnings.push(
      `The package index at ${host} can't be reached from a container: its loopback is its own. Let the index listen on an address of the engine's bridge (often 172.17.0.1) and configure that address.`
    );
  }
  const keyring = variable(env, "UV_KEYRING_PROVIDER") ?? variable(env, "PIP_KEYRING_PROVIDER") ?? "disabled";
  if (!["disabled", "auto"].includes(keyring)) {
    warnings.push("Build containers have no keyring: put the index's user and password into ~/.netrc.");
  }
  if (pip["no-index"]?.some((value) => /^(?:1|true|yes|on)$/iu.test(value))) {
    warnings.push(
      "pip's setting no-index isn't handed on: build containers install from the configured index."
    );
  }
  return warnings;
}
function words2(env, name, separator = /\s+/u) {
  return variable(env, name)?.split(separator) ?? [];
}
function home(env) {
  return variable(env, "HOME") ?? "/root";
}
function configFolder2(env) {
  return variable(env, "XDG_CONFIG_HOME") ?? join2(home(env), ".config");
}
async function readOptional(files, path) {
  return files.readText(path).catch(() => "");
}

// src/host/network/machine-ca.ts
var BUNDLE_VARIABLES = ["SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"];
var EXTRA_VARIABLE = "NODE_EXTRA_CA_CERTS";
var DISTRIBUTION_BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem"
];
var CERTIFICATE = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END \1?CERTIFICATE-----/gu;
async function findCaBundle(env, files, named = []) {
  const fromVariables = BUNDLE_VARIABLES.flatMap((name) => namedBy(env, name));
  const sources = [...fromVariables, ...named];
  const bundles = await Promise.all(sources.map((source) => readNamed(files, source)));
  const base = bundles.length > 0 ? bundles : await readDistribution(files);
  const extra = await Promise.all(namedBy(env, EXTRA_VARIABLE).map((source) => readNamed(files, source)));
  const certificates = new Set([...base, ...extra].flat());
  return certificates.size === 0 ? void 0 : `${[...certificates].join("\n")}
`;
}
function namedBy(env, name) {
  const path = variable(env, name);
  return path === void 0 ? [] : [{ path, namedBy: name }];
}
async function readNamed(files, source) {
  const remedy = `Correct or unset ${source.namedBy}.`;
  const text = await files.readText(source.path).catch((error) => {
    throw new UsageError(`${source.namedBy} names ${source.path}, which can't be read: ${messageOf(error)}`, {
      remedy,
      cause: error
    });
  });
  const certificates = certificatesOf(text);
  if (certificates.length > 0) return certificates;
  throw new UsageError(`${source.namedBy} names ${source.path}, which holds no PEM certificate.`, { remedy });
}
async function readDistribution(files) {
  for (const path of DISTRIBUTION_BUNDLES) {
    const text = await files.readText(path).catch(() => "");
    const certificates = certificatesOf(text);
    if (certificates.length > 0) return [certificates];
  }
  return [];
}
function certificatesOf(text) {
  return Array.from(text.replaceAll("\r\n", "\n").matchAll(CERTIFICATE), (match) => match[0]);
}

// src/host/secrets/without-logins.ts
function withoutLogins(installerEnv) {
  const kept = Object.entries(installerEnv).filter(([name]) => !SIGN_IN.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, value.replaceAll(USER_INFO, "$1")]));
}
var SIGN_IN = /^UV_INDEX_\w+_(?:USERNAME|PASSWORD)$/u;
var USER_INFO = /(^|\s|\/\/)[^/?#\s]*@/gu;
var NEEDED = [
  ...["PATH", "TMPDIR", "LANG", "SSL_CERT_FILE", "GIT_SSL_CAINFO"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"],
  ...["http_proxy", "https_proxy", "all_proxy", "no_proxy"]
];
function loginlessEnvironment(env) {
  return {
    ...Object.fromEntries(NEEDED.map((name) => [name, env[name]])),
    HOME: "/dev/null",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_SSH_COMMAND: "ssh -F /dev/null -o IdentityAgent=none -o IdentityFile=none"
  };
}

// src/host/network/relay-settings.ts
var INDEX_VARIABLES2 = ["UV_DEFAULT_INDEX", "UV_INDEX", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"];
var LINK_VARIABLES = ["PIP_FIND_LINKS", "UV_FIND_LINKS"];
var INDEX_LOGIN = /^UV_INDEX_(\w+)_(USERNAME|PASSWORD)$/;
var PROXY = /^(?:https?|all|no)_proxy$/i;
function relaySettings(env) {
  const addresses3 = [...INDEX_VARIABLES2, ...LINK_VARIABLES].flatMap((name) => entriesOf(env[name]));
  const named = indexLogins2(env);
  const logins = new Map(addresses3.map((entry) => loginIn(entry, named)).filter((one) => one !== void 0));
  const proxies = { http: env["http_proxy"], https: env["https_proxy"], no: env["no_proxy"] };
  const signed = [proxies.http, proxies.https].some(
    (one) => one !== void 0 && /\/\/[^/]*@|^[^/]*@/.test(one)
  );
  if (logins.size === 0 && named.size === 0 && !signed) return void 0;
  return {
    logins: Object.fromEntries(logins),
    named: Object.fromEntries(named),
    proxies,
    env: bareEnv(env)
  };
}
function bareEnv(env) {
  return Object.fromEntries(Object.entries(withoutLogins(env)).filter(([name]) => !PROXY.test(name)));
}
function indexLogins2(env) {
  const names = new Set(Object.keys(env).flatMap((name) => INDEX_LOGIN.exec(name)?.[1] ?? []));
  return new Map(
    [...names].map((name) => {
      const [user = "", password = ""] = ["USERNAME", "PASSWORD"].map(
        (one) => env[`UV_INDEX_${name}_${one}`]
      );
      return [name, basic(user, password)];
    })
  );
}
function loginIn(entry, named) {
  const [, name, address2 = entry] = /^([A-Za-z0-9._-]+)=(.*)$/.exec(entry) ?? [];
  const url = parseAddress(address2);
  if (!url) return void 0;
  const own = url.username === "" && url.password === "" ? void 0 : basic(decodeURIComponent(url.username), decodeURIComponent(url.password));
  const authorization = own ?? (name === void 0 ? void 0 : named.get(uvName(name)));
  return authorization === void 0 ? void 0 : [url.host, { origin: url.origin, authorization }];
}
function uvName(name) {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
}
function entriesOf(value = "") {
  return value.split(/[\s,]+/).filter((one) => one !== "");
}
function basic(user, password) {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

// src/host/network/machine-network.ts
var CA_VARIABLES = [
  "SSL_CERT_FILE",
  "PIP_CERT",
  "REQUESTS_CA_BUNDLE",
  "CURL_CA_BUNDLE",
  "GIT_SSL_CAINFO",
  "NODE_EXTRA_CA_CERTS"
];
async function readMachineNetwork(env, files, caPath) {
  const installers = await readInstallerSettings(env, files);
  const caBundle = await findCaBundle(env, files, installers.certificates);
  const proxy = containerProxy(env);
  const certificates = caBundle ? Object.fromEntries(CA_VARIABLES.map((name) => [name, caPath])) : {};
  const installerEnv = { ...proxy.env, ...installers.env, ...certificates };
  return {
    caBundle,
    installerEnv,
    relay: relaySettings(installerEnv),
    proxy: readProxySettings(env),
    secrets: [.../* @__PURE__ */ new Set([...proxy.secrets, ...installers.secrets])],
    warnings: [...proxy.warnings, ...installers.warnings]
  };
}

// src/host/node-processes.ts
import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, mkdir, open, stat } from "node:fs/promises";
import { delimiter, dirname, join as join3 } from "node:path";
var MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
var KILL_AFTER_MS = 2e3;
var running = /* @__PURE__ */ new Set();
function endAll() {
  for (const child of running) signalGroup(child, "SIGKILL");
}
function endAllOnExit() {
  if (!process.listeners("exit").includes(endAll)) process.on("exit", endAll);
}
function createNodeProcesses(env) {
  endAllOnExit();
  return {
    async run(command, args, options = {}) {
      options.signal?.throwIfAborted();
      const child = spawn(command, args, {
        ...{ detached: true, stdio: ["pipe", "pipe", "pipe"] },
        env: { ...inherited(env, options.inherit), ...options.env },
        ...options.cwd !== void 0 && { cwd: options.cwd }
      });
      running.add(child);
      try {
        return await finish(child, command, options);
      } finally {
        running.delete(child);
      }
    },
    ask: askProgram,
    which: (command) => which(command, variable(env, "PATH") ?? "/usr/bin:/bin"),
    spawnDetached: (command, args, { logFile }) => spawnDetached(command, args, { logFile, env })
  };
}
function inherited(env, names) {
  if (names === void 0) return env;
  return Object.fromEntries(names.map((name) => [name, env[name]]));
}
async function finish(child, command, options) {
  const stdout = collect(child.stdout, options.onLine, () => signalGroup(child, "SIGKILL"));
  const stderr = collect(child.stderr, options.onLine, () => signalGroup(child, "SIGKILL"));
  const stop = stopper(child);
  options.signal?.addEventListener("abort", stop.now, { once: true });
  child.stdin?.on("error", () => void 0);
  child.stdin?.end(options.input ?? "");
  try {
    const exitCode = await exitOf(child, command);
    options.signal?.throwIfAborted();
    return { exitCode, stdout: stdout(), stderr: stderr() };
  } finally {
    stop.done();
    options.signal?.removeEventListener("abort", stop.now);
  }
}
function exitOf(child, command) {
  return new Promise((resolve2, reject) => {
    child.once("error", (error) => {
      const { code } = error;
      reject(
        Object.assign(new Error(`${command} can't be started: ${messageOf(error)}`, { cause: error }), {
          code
        })
      );
    });
    child.once("close", (code, signal) => resolve2(code ?? 128 + (signal === "SIGKILL" ? 9 : 15)));
  });
}
function stopper(child) {
  let timer;
  return {
    now: () => {
      signalGroup(child, "SIGTERM");
      timer = setTimeout(() => signalGroup(child, "SIGKILL"), KILL_AFTER_MS);
    },
    done: () => clearTimeout(timer)
  };
}
function signalGroup(child, signal) {
  if (child.pid === void 0) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
  }
}
function collect(stream, onLine, onFlood) {
  const chunks = [];
  let bytes = 0;
  const lines = onLine && createLineSplitter({ onLine });
  stream?.on("data", (chunk) => {
    bytes += chunk.length;
    if (bytes > MAX_OUTPUT_BYTES) onFlood();
    else chunks.push(chunk);
    lines?.write(chunk);
  });
  stream?.on("end", () => lines?.end());
  return () => Buffer.concat(chunks).toString("utf8");
}
async function which(command, path) {
  const candidates = command.includes("/") ? [command] : path.split(delimiter).map((folder) => join3(folder, command));
  for (const candidate of candidates) {
    const executable = await access(candidate, constants.X_OK).then(
      async () => (await stat(candidate)).isFile(),
      () => false
    );
    if (executable) return candidate;
  }
  return void 0;
}
async function spawnDetached(command, args, options) {
  await mkdir(dirname(options.logFile), { recursive: true });
  const log = await open(options.logFile, "a");
  try {
    const stdio = ["ignore", log.fd, log.fd];
    const child = spawn(command, args, { detached: true, stdio: [...stdio], env: { ...options.env } });
    await new Promise((resolve2, reject) => {
      child.once("spawn", resolve2);
      child.once("error", reject);
    });
    child.unref();
    return child.pid;
  } finally {
    await log.close();
  }
}
async function askProgram(command, args, input) {
  const { getExecOutput } = await import("./exec-FPDCSFTX.js");
  return await getExecOutput(`"${command}"`, [...args], {
    silent: true,
    ignoreReturnCode: true,
    ...input !== void 0 && { input: Buffer.from(input) }
  });
}

// src/host/sealed-cache.ts
import { createHash as createHash3, createHmac, timingSafeEqual } from "node:crypto";
var OPEN_KINDS = /^(?:tools|wheel-directories-\d+|source-contents|installed-sizes)\//;
var FORMAT = "surelayer-seal-1";
function sealCache(cache, readKey2, log) {
  let key;
  const userKey2 = () => {
    key ??= readKey2();
    return key;
  };
  let saidForeign = false;
  const sayForeign = () => {
    if (!saidForeign) {
      log.info("The cache folder holds what another user or machine kept: of that, only sizes and uv count.");
    }
    saidForeign = true;
  };
  return {
    async read(name) {
      if (OPEN_KINDS.test(name)) return cache.read(name);
      const entry = await cache.read(sealedName(name));
      if (entry === void 0) return;
      const opened = unseal(entry, name, await userKey2());
      if (opened === "foreign") sayForeign();
      if (opened === "edited") {
        log.warn(`The cache entry ${name} isn't what was kept: it isn't used, and is worked out anew.`);
      }
      return typeof opened === "string" ? void 0 : opened;
    },
    async write(name, content) {
      if (OPEN_KINDS.test(name)) return cache.write(name, content);
      await cache.write(sealedName(name), seal(content, name, await userKey2()));
    },
    // Content that is too large for the memory is checked by who reads it.
    open: (name) => cache.open(name)
  };
}
function sealedName(name) {
  return `sealed/${name}`;
}
function seal(content, name, key) {
  return Buffer.concat([Buffer.from(`${FORMAT} ${keyId(key)} ${mac(content, name, key)}
`), content]);
}
function unseal(entry, name, key) {
  const end = entry.indexOf(10);
  const [format, id, found = ""] = Buffer.from(entry.subarray(0, end)).toString("latin1").split(" ");
  if (end < 0 || format !== FORMAT) return "edited";
  if (id !== keyId(key)) return "foreign";
  const content = entry.subarray(end + 1);
  const [expected, told] = [Buffer.from(mac(content, name, key)), Buffer.from(found, "latin1")];
  return told.length === expected.length && timingSafeEqual(told, expected) ? content : "edited";
}
function keyId(key) {
  return createHash3("sha256").update("key id").update(key).digest("hex").slice(0, 16);
}
function mac(content, name, key) {
  return createHmac("sha256", key).update(`${name}\0`).update(content).digest("hex");
}

// src/host/secrets/user-key.ts
import { randomBytes } from "node:crypto";
import { constants as constants2 } from "node:fs";
import { link, mkdir as mkdir2, open as open2, realpath, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname as dirname2, join as join4, resolve } from "node:path";
var KEY_BYTES = 32;
var READING = constants2.O_RDONLY | constants2.O_NOFOLLOW | constants2.O_NONBLOCK;
async function userKey({ state, cache }, log) {
  const path = join4(state, "cache-key");
  const [place, shared] = await Promise.all([realPath(state), realPath(cache)]);
  if (join4(place, "/").startsWith(join4(shared, "/"))) {
    log.warn(`${path} would lie in the cache folder, so no key is kept there: name another XDG_STATE_HOME.`);
    return randomBytes(KEY_BYTES);
  }
  try {
    const kept = await readKey(path);
    if (kept instanceof Uint8Array) return kept;
    if (kept === "unsafe") log.warn(`${path} isn't a key that only this user can read: another one is made.`);
    await makeKey(path, kept === "unsafe");
    const made = await readKey(path);
    if (made instanceof Uint8Array) return made;
    log.debug(`${path} isn't kept as a file of mode 600`);
  } catch (error) {
    log.debug(`the key ${path} can't be kept: ${messageOf(error)}`);
  }
  return randomBytes(KEY_BYTES);
}
async function realPath(folder) {
  const path = resolve(folder);
  const found = await realpath(path).catch(() => void 0);
  const parent = dirname2(path);
  return found ?? (parent === path ? path : join4(await realPath(parent), basename(path)));
}
async function readKey(path) {
  const file = await open2(path, READING).catch((error) => {
    const { code } = error;
    if (code === "ENOENT" || code === "ELOOP") return code;
    throw error;
  });
  if (typeof file === "string") return file === "ENOENT" ? "absent" : "unsafe";
  try {
    const { mode, uid, size } = await file.stat();
    const isPrivate = (mode & 63) === 0 && uid === (process.geteuid?.() ?? uid);
    return isPrivate && size === KEY_BYTES ? await file.readFile() : "unsafe";
  } finally {
    await file.close();
  }
}
async function makeKey(path, replace) {
  await mkdir2(dirname2(path), { recursive: true, mode: 448 });
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await writeFile(temporary, randomBytes(KEY_BYTES), { mode: 384, flag: "wx" });
    if (replace) await rename(temporary, path);
    else await link(temporary, path);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

// src/registry/credential-helper.ts
var HelperAnswer = object({ Username: string(), Secret: string() });
var TOKEN_USER = "<token>";
async function askHelper(name, server, processes) {
  const program = `docker-credential-${name}`;
  const result = await run(program, server, processes);
  if (result.exitCode !== 0) {
    const said = `${result.stdout}${result.stderr}`.trim();
    if (/credentials not found/i.test(said)) return void 0;
    throw failed(program, server, said.split("\n")[0] ?? `exit code ${result.exitCode}`);
  }
  const answer = readJson(result.stdout, HelperAnswer);
  if (!answer) throw failed(program, server, "Its answer is not what a credential helper says.");
  const { Username, Secret } = answer;
  if (Secret === "") return void 0;
  return Username === TOKEN_USER ? { server, identityToken: Secret } : { server, username: Username, password: Secret };
}
async function run(program, server, processes) {
  try {
    return await processes.ask(program, ["get"], server);
  } catch (error) {
    throw new RegistryError(
      `Docker's configuration names the credential helper ${program}, which can't be run.`,
      {
        evidence: messageOf(error),
        remedy: "Install it, or take it out of credsStore and credHelpers in Docker's config.json.",
        cause: error
      }
    );
  }
}
function failed(program, server, evidence) {
  return new RegistryError(`The credential helper ${program} failed for ${server}.`, {
    evidence,
    remedy: `Try it: echo ${server} | ${program} get`
  });
}

// src/registry/docker-config.ts
var Login = object({
  auth: string().optional(),
  username: string().optional(),
  password: string().optional(),
  identitytoken: string().optional()
});
var DockerConfig = readonly(
  object({
    auths: record(string(), Login).optional(),
    credsStore: string().optional(),
    credHelpers: record(string(), string()).optional()
  })
);
var DEFAULT_KEY = "https://index.docker.io/v1/";
function parseDockerConfig(text, path) {
  try {
    return DockerConfig.parse(JSON.parse(text));
  } catch (error) {
    throw new RegistryError(`${path} is not a docker configuration file.`, {
      evidence: evidenceOf(error),
      remedy: "Repair it, or move it away and log in again with `docker login`.",
      cause: error
    });
  }
}
function serverKey(registry) {
  return registry === DEFAULT_REGISTRY ? DEFAULT_KEY : registry;
}
function helperFor(config, registry) {
  return config.credHelpers?.[serverKey(registry)] ?? config.credHelpers?.[registry] ?? (config.credsStore || void 0);
}
function loginFor(config, registry, path) {
  const wanted = hostOf(serverKey(registry));
  const entries = Object.entries(config.auths ?? {});
  const [, login] = entries.find(([key]) => key === serverKey(registry)) ?? entries.find(([key]) => hostOf(key) === wanted) ?? [];
  if (!login) return void 0;
  const server = serverKey(registry);
  if (login.identitytoken) return { server, identityToken: login.identitytoken };
  if (login.auth) return { server, ...decodeAuth(login.auth, registry, path) };
  const { username, password } = login;
  return username && password ? { server, username, password } : void 0;
}
function decodeAuth(auth, registry, path) {
  const text = Buffer.from(auth, "base64").toString();
  const colon = text.indexOf(":");
  if (colon > 0)
    return { username: text.slice(0, colon), password: text.slice(colon + 1).replaceAll("\0", "") };
  throw new RegistryError(
    `The login for ${registry} in ${path} can't be decoded: "auth" is not user:password in base64.`,
    { remedy: `Log in again with \`docker login ${registry}\`.` }
  );
}
function hostOf(key) {
  return key.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
}
function evidenceOf(error) {
  if (error instanceof ZodError) return prettifyError(error);
  const position = /at position \d+( \(line \d+ column \d+\))?/.exec(messageOf(error))?.[0];
  return position === void 0 ? "It is not JSON." : `It is not JSON ${position}.`;
}

// src/registry/credentials.ts
function dockerCredentials({ env, home: home2, files, processes }) {
  const path = configPath({ env, home: home2 });
  return {
    async find(registry) {
      const config = await readConfig(path, files);
      if (!config) return;
      const helper = helperFor(config, registry);
      const kept = helper === void 0 ? void 0 : await askHelper(helper, serverKey(registry), processes);
      return kept ?? loginFor(config, registry, path);
    }
  };
}
async function storedSecrets(surroundings) {
  const path = configPath(surroundings);
  const config = await readConfig(path, surroundings.files).catch(() => void 0);
  return Object.keys(config?.auths ?? {}).flatMap((registry) => {
    try {
      return secretsOfLogin(config && loginFor(config, registry, path));
    } catch {
      return [];
    }
  });
}
function secretsOfLogin(login) {
  const { username, password, identityToken } = login ?? {};
  const all = [password, identityToken, username && password && `${username}:${password}`];
  return all.filter((one) => typeof one === "string" && one !== "");
}
function configPath({ env, home: home2 }) {
  return `${env["DOCKER_CONFIG"] || `${home2}/.docker`}/config.json`;
}
async function readConfig(path, files) {
  if (!await files.exists(path)) return void 0;
  return parseDockerConfig(await files.readText(path), path);
}

// src/registry/http-registry.ts
import { createHash as createHash4 } from "node:crypto";

// src/registry/image-manifest.ts
var MANIFEST_TYPES = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json"
];
var Descriptor = object({
  digest: string(),
  size: number().nonnegative(),
  /** Where the content lies if not in the registry. */
  urls: array(string()).optional()
});
var Platform = object({ os: string(), architecture: string() });
var ImageManifest = readonly(
  object({
    mediaType: string().optional(),
    config: Descriptor.optional(),
    layers: array(Descriptor).optional(),
    manifests: array(Descriptor.extend({ platform: Platform.optional() })).optional()
  })
);
function parseImageManifest(body, reference) {
  try {
    const manifest = ImageManifest.parse(JSON.parse(new TextDecoder().decode(body)));
    if (manifest.config || manifest.manifests) return manifest;
  } catch (error) {
    throw notAManifest(reference, messageOf(error), error);
  }
  throw notAManifest(reference, "It names neither a configuration nor manifests.", void 0);
}
function isIndex(manifest) {
  return manifest.manifests !== void 0;
}
function platformManifest(index) {
  return index.manifests?.find(
    ({ platform }) => platform?.os === "linux" && platform.architecture === "amd64"
  );
}
function notAManifest(reference, evidence, cause) {
  return new RegistryError(`What the registry answers for ${reference} is not an image manifest.`, {
    evidence,
    remedy: "Check that the address is a registry's: a proxy's or a login page looks like this.",
    cause
  });
}

// src/registry/registry-refusal.ts
var ErrorBody = object({
  errors: array(object({ code: string().optional(), message: string().optional() }))
});
function refusal(answer, { reference, purpose }) {
  const { registry } = reference;
  const evidence = evidenceOf2(answer);
  if (answer.status === 429 || isAboutPace(answer)) {
    return new RegistryError(`The registry ${registry} limits the rate of requests.`, {
      evidence,
      remedy: `Wait and run again, or raise the limit with \`docker login ${registry}\`.`
    });
  }
  if (answer.status === 401 || answer.status === 403) {
    const wanted = purpose === "pull" ? "read" : "push to";
    return new RegistryError(
      `The registry ${registry} does not let this user ${wanted} ${formatName(reference)}.`,
      {
        evidence,
        remedy: `Check the name, and log in with \`docker login ${registry}\`.`
      }
    );
  }
  return new RegistryError(`The registry ${registry} fails to answer for ${formatName(reference)}.`, {
    evidence,
    remedy: answer.status >= 500 ? "The trouble is on its side: run again later." : "Check that this is a registry's address."
  });
}
function isAboutPace(answer) {
  if (answer.status !== 403) return false;
  return answer.headers["retry-after"] !== void 0 || paceWords(answer.body) !== void 0;
}
function paceWords(body) {
  const text = new TextDecoder().decode(body.subarray(0, MOST_READ));
  return /[^<>{}"]{0,200}\brate limit[^<>{}"]{0,200}/i.exec(text)?.[0].trim();
}
var MOST_READ = 16 * 1024;
var MOST_HEADER = 100;
function evidenceOf2({ status, headers, body }) {
  const said = [`HTTP ${status}`, spokenReason(body)].filter(Boolean).join(": ");
  const after = headers["retry-after"];
  return after === void 0 ? said : `${said}; Retry-After: ${after.slice(0, MOST_HEADER)}`;
}
function spokenReason(body) {
  const told = readJson(body, ErrorBody);
  if (told === void 0) return paceWords(body);
  return told?.errors.map(({ code, message }) => [code, message].filter(Boolean).join(" ")).join("; ");
}

// src/registry/unreachable.ts
var UNKNOWN_AUTHORITY = /^(?:UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;
var WRONG_CERTIFICATE = /^(?:CERT_|ERR_TLS_CERT_)/;
function unreachable({ who, host, plain }, cause) {
  const details = { evidence: messageOf(cause), cause };
  const code = codeOf2(cause);
  if (UNKNOWN_AUTHORITY.test(code)) {
    return new RegistryError(`This machine does not trust the certificate of the ${who}.`, {
      ...details,
      remedy: `Name a file with its CA in NODE_EXTRA_CA_CERTS, or one with all trusted CAs in SSL_CERT_FILE. The engine talks to it as well: put the CA into /etc/docker/certs.d/${host}/ca.crt on the engine's machine.`
    });
  }
  if (WRONG_CERTIFICATE.test(code)) {
    return new RegistryError(`The certificate of the ${who} isn't valid.`, {
      ...details,
      remedy: `Give it a certificate that is in force and names ${host}, and check this machine's clock.`
    });
  }
  const end = gotNoAnswer(cause) ? "." : " as it should.";
  return new RegistryError(`The ${who} does not answer${end}`, {
    ...details,
    remedy: plain ? "Start it, and check its port. On loopback it is asked by plain HTTP, from this machine." : "Check its name and port and this machine's network and proxy. It must speak HTTPS: plain HTTP is for loopback only."
  });
}
function codeOf2(cause) {
  const origin = cause instanceof Error ? cause.cause : void 0;
  return typeof origin?.code === "string" ? origin.code : "";
}

// src/registry/authorize.ts
var MOST_BYTES = 4 * 1024 * 1024;
var LONGEST_MS = 12e4;
var TokenAnswer = object({ token: string().optional(), access_token: string().optional() });
async function authorize(answer, subject, access2) {
  const { reference, purpose } = subject;
  const challenge = parseChallenge(answer.headers["www-authenticate"] ?? "");
  const credentials = await access2.credentials.find(reference.registry);
  if (challenge?.scheme === "basic") {
    if (!credentials) throw refusal(answer, subject);
    return basic2(credentials);
  }
  const realm = challenge?.scheme === "bearer" ? challenge.parameters["realm"] : void 0;
  if (!(challenge && realm && URL.canParse(realm))) throw refusal(answer, subject);
  const url = new URL(realm);
  if (credentials && url.protocol !== "https:" && !isLoopbackRegistry(url.host)) {
    throw new RegistryError(
      `The registry ${reference.registry} wants the login sent unencrypted to ${url.host}.`,
      { remedy: "Its token service must speak HTTPS." }
    );
  }
  const scope = challenge.parameters["scope"] ?? `repository:${reference.repository}:${purpose}`;
  const service = challenge.parameters["service"];
  return await fetchToken({ url, scope, service, credentials }, subject, access2);
}
function parseChallenge(header) {
  const [, scheme, rest] = /^\s*(\w+)(?:\s+(.*))?$/s.exec(header) ?? [];
  if (scheme === void 0) return void 0;
  const pairs = [...(rest ?? "").matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)];
  const parameters = Object.fromEntries(
    pairs.map(([, name = "", quoted, plain]) => [name.toLowerCase(), quoted ?? plain ?? ""])
  );
  return { scheme: scheme.toLowerCase(), parameters };
}
async function fetchToken(question, subject, access2) {
  const { http, signal } = access2;
  const [url, request] = tokenRequest(question);
  let answer;
  try {
    answer = await http.request(url, { ...request, signal, maxBytes: MOST_BYTES, longestMs: LONGEST_MS });
  } catch (error) {
    signal?.throwIfAborted();
    const who = `token service of ${subject.reference.registry}`;
    throw unreachable({ who, host: question.url.host, plain: false }, error);
  }
  if (answer.status !== 200) throw refusal(answer, subject);
  const told = readJson(answer.body, TokenAnswer);
  const token = told?.token ?? told?.access_token;
  if (!token) throw refusal(answer, subject);
  return `Bearer ${token}`;
}
function tokenRequest({ url, scope, service, credentials }) {
  const parameters = { ...service && { service }, scope };
  if (credentials?.identityToken !== void 0) {
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: credentials.identityToken,
      client_id: "surelayer",
      ...parameters
    });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return [url.href, { method: "POST", headers, body: body.toString() }];
  }
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.append(name, value);
  return [target.href, { method: "GET", headers: credentials ? { authorization: basic2(credentials) } : {} }];
}
function basic2({ username = "", password = "" }) {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

// src/registry/registry-session.ts
function openSession(subject, access2) {
  const { registry, repository } = subject.reference;
  const base = `${registryAddress(registry)}${repository}/`;
  let authorization;
  const send = async ({ method, target, headers }) => {
    const url = new URL(target, base);
    const login = url.origin === new URL(base).origin && authorization ? { authorization } : {};
    try {
      const limits = { signal: access2.signal, maxBytes: MOST_BYTES, longestMs: LONGEST_MS };
      return await access2.http.request(url.href, { method, headers: { ...headers, ...login }, ...limits });
    } catch (error) {
      access2.signal?.throwIfAborted();
      const who = `registry ${registry}`;
      throw unreachable({ who, host: registry, plain: isLoopbackRegistry(registry) }, error);
    }
  };
  const sendWithLogin = async (question) => {
    const answer = await send(question);
    if (answer.status !== 401 || authorization !== void 0) return answer;
    authorization = await authorize(answer, subject, access2);
    return await send(question);
  };
  return {
    async request(question) {
      const answer = await sendWithLogin(question);
      if (answer.status !== 403 || question.method !== "HEAD") return answer;
      return await askByGet(question, sendWithLogin) ?? answer;
    }
  };
}
async function askByGet({ target, headers }, send) {
  const question = { method: "GET", target, headers: { ...headers, range: "bytes=0-0" } };
  return await send(question).catch(() => void 0);
}

// src/registry/require-writable.ts
async function requireWritable(reference, access2) {
  const subject = { reference, purpose: "pull,push" };
  const session = openSession(subject, access2);
  const answer = await session.request({ method: "POST", target: "blobs/uploads/" });
  if (answer.status === 404) throw noRepository(reference, evidenceOf2(answer));
  if (answer.status !== 202) throw refusal(answer, subject);
  const { location } = answer.headers;
  if (location === void 0) return;
  await session.request({ method: "DELETE", target: location }).catch(() => void 0);
}
function noRepository(reference, evidence) {
  const { registry, repository } = reference;
  return new RegistryError(`The registry ${registry} has no repository ${repository} to push to.`, {
    evidence,
    remedy: `Create it there, or correct the name: ${formatName(reference)}.`
  });
}

// src/registry/http-registry.ts
function httpRegistry(access2) {
  return {
    findManifest: (reference) => findManifest(reference, access2),
    findMissingBlob: (reference, digests) => findMissingBlob(reference, digests, access2),
    requireWritable: (reference) => requireWritable(reference, access2)
  };
}
async function findManifest(reference, access2) {
  const session = openSession({ reference, purpose: "pull" }, access2);
  const head = await askManifest(session, "HEAD", reference.digest ?? reference.tag ?? "latest", reference);
  if (!head) return void 0;
  const digest = head.headers["docker-content-digest"];
  const top = await fetchManifest(
    session,
    digest ?? reference.digest ?? reference.tag ?? "latest",
    reference
  );
  if (!top) return void 0;
  const image = isIndex(top.manifest) ? await fetchPlatform(session, top, reference) : top;
  const { config, layers = [] } = image?.manifest ?? {};
  const blobs = [...config ? [config] : [], ...layers];
  return {
    digest: top.digest,
    mediaType: top.mediaType,
    configDigest: config?.digest,
    layerBytes: layers.reduce((bytes, layer) => bytes + layer.size, 0),
    blobs: blobs.filter(({ urls }) => urls === void 0).map(({ digest: digest2 }) => digest2)
  };
}
var BLOBS_AT_ONCE = 4;
async function findMissingBlob(reference, digests, access2) {
  const session = openSession({ reference, purpose: "pull" }, access2);
  for (let from = 0; from < digests.length; from += BLOBS_AT_ONCE) {
    const some = digests.slice(from, from + BLOBS_AT_ONCE);
    const held = await Promise.all(some.map((digest) => holdsBlob(session, digest, reference)));
    const missing = some.find((_, at) => held[at] === false);
    if (missing !== void 0) return missing;
  }
  return void 0;
}
async function holdsBlob(session, digest, reference) {
  const answer = await session.request({ method: "HEAD", target: `blobs/${digest}` });
  if (answer.status === 404) return false;
  if (answer.status !== 200 && answer.status !== 206) throw refusal(answer, { reference, purpose: "pull" });
  return true;
}
async function fetchPlatform(session, index, reference) {
  const entry = platformManifest(index.manifest);
  return entry && await fetchManifest(session, entry.digest, reference);
}
async function fetchManifest(session, target, reference) {
  const answer = await askManifest(session, "GET", target, reference);
  if (!answer) return;
  const digest = `sha256:${createHash4("sha256").update(answer.body).digest("hex")}`;
  if (target.startsWith("sha256:") && target !== digest) {
    throw new RegistryError(`The registry ${reference.registry} answers a wrong manifest for ${target}.`, {
      evidence: `Its digest is ${digest}.`,
      remedy: "A proxy may have changed it: try again without one."
    });
  }
  const manifest = parseImageManifest(answer.body, formatReference(reference));
  return { digest, manifest, mediaType: manifest.mediaType ?? answer.headers["content-type"] ?? "" };
}
async function askManifest(session, method, target, reference) {
  const headers = { accept: MANIFEST_TYPES.join(", ") };
  const answer = await session.request({ method, target: `manifests/${target}`, headers });
  if (answer.status === 404) return;
  if (answer.status !== 200) throw refusal(answer, { reference, purpose: "pull" });
  return answer;
}

// src/app/real-ports.ts
async function openRealPorts(options) {
  const { env, log, signal, assets, show, redactor, logins, trusted } = options;
  const files = createNodeFiles();
  const home2 = env["HOME"] ?? homedir();
  const processes = createNodeProcesses(logins ? env : loginlessEnvironment(env));
  const machine = await readMachineNetwork(env, files, CA_BUNDLE);
  redactor.add(machine.secrets);
  redactor.add(await storedSecrets({ env, home: home2, files }));
  for (const warning of machine.warnings) log.warn(warning);
  const { proxy, caBundle } = machine;
  const network = logins ? machine : { caBundle, installerEnv: withoutLogins(machine.installerEnv) };
  const http = lazyHttp(
    async () => (await import("./node-http-4VBFSREU.js")).createNodeHttp({ proxy, caBundle })
  );
  const clock = createSystemClock();
  const folders = userFolders(env);
  const cache = sealCache(createDiskCache(folders.cache, files), () => userKey(folders, log), log);
  const stored = logins ? dockerCredentials({ env, home: home2, files, processes }) : NO_CREDENTIALS;
  const credentials = hidden(stored, redactor);
  return {
    engine: await openEngine(await findHostAddress({ env, home: home2, files }), clock),
    registry: httpRegistry({ http, credentials, signal }),
    cache: trusted ? cache : { ...cache, write: () => Promise.resolve() },
    hardware: { memoryBytes: totalmem(), cpus: availableParallelism() },
    judgeOwner,
    http: withIndexLogins(http, indexLogins(network.installerEnv)),
    ...{ credentials, log, show, secrets: redactor, files, processes, network, assets, signal, clock }
  };
}
function hidden(source, redactor) {
  return {
    async find(registry) {
      const login = await source.find(registry);
      redactor.add(secretsOfLogin(login));
      return login;
    }
  };
}
var NO_CREDENTIALS = { find: () => Promise.resolve(void 0) };

export {
  openRealPorts
};
