import { describe, expect, test } from "vitest";
import { explainEngineError } from "../../../src/docker/engine-error.ts";
import { EngineRefusal } from "../../../src/docker/engine-refusal.ts";
import { NameTakenError } from "../../../src/ports/engine.ts";
import {
  DoesNotFitError,
  EngineError,
  GpuMissingError,
  RegistryError,
  type SurelayerError,
} from "../../../src/text/errors.ts";

const address = "unix:///var/run/docker.sock";
const call = { doing: "start the container build-1", address };
const push = {
  doing: "push",
  address,
  transfer: { direction: "push", reference: "registry.example/team/worker:1" },
} as const;
const pull = {
  doing: "pull",
  address,
  transfer: { direction: "pull", reference: "registry.example/team/worker:1" },
} as const;

function systemError(code: string): Error {
  return Object.assign(new Error(`connect ${code} /var/run/docker.sock`), { code });
}

function clientError(status: number, text: string): Error {
  return Object.assign(new Error(`(HTTP code ${status}) server error - ${text} `), { statusCode: status });
}

describe("a lost or absent engine", () => {
  test.each([
    ["ENOENT", /No container engine answers at unix/, /Start Docker.*DOCKER_HOST/],
    ["ECONNREFUSED", /No container engine answers/, /Start Docker/],
    ["EACCES", /may not use the container engine/, /docker group/],
    ["ECONNRESET", /stopped answering/, /restarted/],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /certificate isn't trusted/, /DOCKER_CERT_PATH/],
    ["SELF_SIGNED_CERT_IN_CHAIN", /certificate isn't trusted/, /DOCKER_CERT_PATH/],
    ["ERR_TLS_CERT_ALTNAME_INVALID", /certificate isn't trusted/, /DOCKER_CERT_PATH/],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", /certificate isn't trusted/, /DOCKER_CERT_PATH/],
  ])("%s", (code, message, remedy) => {
    const error = explainEngineError(systemError(code), call);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    });
  });

  test("every address of a host name refused", () => {
    const error = explainEngineError(new AggregateError([systemError("ECONNREFUSED")], "all refused"), call);
    expect(error.message).toMatch(/No container engine answers/);
  });

  test("an engine that wants TLS and is asked without", () => {
    const refusal = clientError(400, "Client sent an HTTP request to an HTTPS server.");
    expect(explainEngineError(refusal, call)).toMatchObject({
      message: expect.stringMatching(/certificate isn't trusted/),
      remedy: expect.stringMatching(/DOCKER_TLS_VERIFY/),
    });
  });

  test("a connection that is cut", () => {
    expect(explainEngineError(new Error("socket hang up"), call)).toBeInstanceOf(EngineError);
  });

  test("a lost engine is never the registry's fault", () => {
    expect(explainEngineError(systemError("ECONNREFUSED"), push)).toBeInstanceOf(EngineError);
  });
});

describe("an engine that refuses", () => {
  test.each([
    [404, "No such container: x", EngineError, undefined],
    [
      409,
      'Conflict. The container name "/x" is already in use by container "abc".',
      NameTakenError,
      /Remove the container/,
    ],
    [409, "Container abc is paused, unpause the container before exec", EngineError, /commit/],
    [409, "Container abc is not running", EngineError, /stopped by itself/],
    [
      500,
      "Error processing tar file(exit status 1): write /big: no space left on device",
      DoesNotFitError,
      /prune/,
    ],
    [500, "failed to discover GPU vendor from CDI: no known GPU vendor found", GpuMissingError, /NVIDIA/],
    [500, 'could not select device driver "" with capabilities: [[gpu]]', GpuMissingError, /NVIDIA/],
  ])("%i %s", (status, text, kind, remedy) => {
    const error = explainEngineError(clientError(status, text), call) as SurelayerError;
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain("start the container build-1");
    expect(error.evidence).toBe(text);
    if (remedy) expect(error.remedy).toMatch(remedy);
    else expect(error.remedy).toBeUndefined();
  });
});

describe("a registry that refuses the engine", () => {
  test.each([
    ["unauthorized: authentication required", /does not let this user push/, /docker login registry.example/],
    ["denied: requested access to the resource is denied", /does not let this user/, /docker login/],
    ["toomanyrequests: You have reached your pull rate limit.", /limits the rate/, /Wait/],
    [
      'denied: permission_denied: Error with HTTP status code 403 "Forbidden" - with-body: {\n  "message": "You have exceeded a secondary rate limit."\n}',
      /limits the rate/,
      /^Wait/,
    ],
    ["received unexpected HTTP status: 503 Service Unavailable", /could not push/, undefined],
    [
      'Get "https://registry.example/v2/": http: server gave HTTP response to HTTPS client',
      /plain HTTP/,
      /insecure-registries/,
    ],
    [
      'Get "https://registry.example/v2/": x509: certificate signed by unknown authority',
      /does not trust the certificate/,
      /\/etc\/docker\/certs\.d\/registry\.example\/ca\.crt.*NODE_EXTRA_CA_CERTS/,
    ],
    [
      'Get "https://registry.example/v2/": x509: certificate has expired or is not yet valid: current time 2026-11-29T00:00:00Z is after 2026-01-01T00:00:00Z',
      /certificate of the registry .* isn't valid/,
      /clock/,
    ],
    [
      'Get "https://registry.example/v2/": x509: certificate is valid for elsewhere.example, not registry.example',
      /certificate of the registry .* isn't valid/,
      /name/,
    ],
    [
      'Get "http://registry.example/v2/": dial tcp 10.0.0.1:80: connect: connection refused',
      /can't reach/,
      /runs/,
    ],
    ["EOF", /can't reach/, /network/],
  ])("%s", (text, message, remedy) => {
    const error = explainEngineError(new EngineRefusal(text), push) as SurelayerError;
    expect(error).toBeInstanceOf(RegistryError);
    expect(error.message).toMatch(message);
    expect(error.evidence).toBe(text);
    if (remedy) expect(error.remedy).toMatch(remedy);
  });

  test("nobody is told to switch the check of certificates off", () => {
    const text = 'Get "https://registry.example/v2/": x509: certificate signed by unknown authority';
    const { remedy } = explainEngineError(new EngineRefusal(text), push) as SurelayerError;
    expect(remedy).not.toMatch(/insecure/);
  });

  test("an unknown tag is the user's to check", () => {
    const text = "manifest for registry.example/team/worker:1 not found: manifest unknown: manifest unknown";
    const error = explainEngineError(clientError(404, text), pull);
    expect(error).toBeInstanceOf(RegistryError);
    expect(error.message).toBe("The registry registry.example has no image registry.example/team/worker:1.");
  });

  test.each([
    "An image does not exist locally with the tag: registry.example/team/worker",
    "tag does not exist: registry.example/team/worker:1",
  ])("an image that was never built is not the registry's fault: %s", (text) => {
    expect(explainEngineError(new EngineRefusal(text), push)).toBeInstanceOf(EngineError);
  });

  test("a full disk while pulling is the engine's, while pushing the registry's", () => {
    const text = "write /blob: no space left on device";
    expect(explainEngineError(new EngineRefusal(text), pull)).toBeInstanceOf(DoesNotFitError);
    expect(explainEngineError(new EngineRefusal(text), push)).toBeInstanceOf(RegistryError);
  });
});

test("what is explained already stays as it is", () => {
  const error = new RegistryError("once");
  expect(explainEngineError(error, call)).toBe(error);
});
