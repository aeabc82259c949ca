import { NameTakenError } from "../ports/engine.ts";
import { DoesNotFitError, EngineError, GpuMissingError, messageOf, SurelayerError } from "../text/errors.ts";
import { type EngineRefusal, refusalOf } from "./engine-refusal.ts";
import { type Transfer, transferError } from "./transfer-error.ts";

/** A call to an engine, for the message if it fails. */
export interface EngineCall {
  /** Follows "could not", e.g. `start the container build-1`. */
  readonly doing: string;
  /** The engine's address, as the user would write it. */
  readonly address: string;
  readonly transfer?: Transfer;
}

const LOST =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|EACCES|EPERM|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;
const UNTRUSTED = /^(ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;
const WANTS_TLS = /HTTP request to an HTTPS server/;
const DISK_FULL = /no space left on device|disk quota exceeded/i;
const NAME_TAKEN = /already in use by (a )?container/i;
const NO_GPU =
  /could not select device driver|nvidia-container-cli|unresolvable CDI devices|no known GPU vendor|discover GPU vendor/i;

/** Turns any error of a call to the engine into an error with a remedy. */
export function explainEngineError(error: unknown, call: EngineCall): Error {
  if (error instanceof SurelayerError) return error;
  const refusal = refusalOf(error);
  if (WANTS_TLS.test(refusal?.message ?? "") || UNTRUSTED.test(codeOf(error) ?? "")) {
    return untrusted(call.address, error);
  }
  if (refusal) return explainRefusal(refusal, call, error);
  const lost = lostConnection(error, call.address);
  if (lost) return lost;
  return new EngineError(`The engine could not ${call.doing}: ${messageOf(error)}`, { cause: error });
}

function explainRefusal(refusal: EngineRefusal, call: EngineCall, cause: unknown): Error {
  const details = { evidence: refusal.message, cause };
  if (DISK_FULL.test(refusal.message) && call.transfer?.direction !== "push") {
    return new DoesNotFitError(`The engine's disk is full: it could not ${call.doing}.`, {
      ...details,
      remedy:
        "Free space below the engine's data root, e.g. with `docker system df` and `docker image prune`.",
    });
  }
  if (NO_GPU.test(refusal.message)) {
    return new GpuMissingError(`The engine has no GPU to give: it could not ${call.doing}.`, {
      ...details,
      remedy: "Run this on a machine with an NVIDIA GPU, its driver and the NVIDIA Container Toolkit.",
    });
  }
  if (call.transfer) return transferError(refusal.message, call.transfer, cause);
  if (NAME_TAKEN.test(refusal.message)) {
    const remedy = "Remove the container of that name, or run again.";
    return new NameTakenError(`The engine could not ${call.doing}.`, { ...details, remedy });
  }
  const remedy = remedyFor(refusal);
  return new EngineError(`The engine could not ${call.doing}.`, remedy ? { ...details, remedy } : details);
}

function remedyFor({ status, message }: EngineRefusal): string | undefined {
  if (/could not find bridge|failed to create endpoint/.test(message)) {
    return "The engine's network is broken: restart the engine (e.g. `systemctl restart docker`), then run again.";
  }
  if (/is paused/.test(message)) return "Wait until the commit that paused the container is done.";
  if (/is not running/.test(message)) {
    return "The container stopped by itself: it was killed from outside, or its machine ran out of memory.";
  }
  if (status === 409) return "Something else on this engine uses it: stop that first.";
  return undefined;
}

function lostConnection(error: unknown, address: string): EngineError | undefined {
  const code = codeOf(error);
  const hungUp = error instanceof Error && /socket hang up|^aborted$/.test(error.message);
  if (!hungUp && !(code && LOST.test(code))) return undefined;
  const lost = (message: string, remedy: string) =>
    new EngineError(message, { cause: error, evidence: messageOf(error), remedy });
  if (hungUp || code === "ECONNRESET" || code === "EPIPE") {
    return lost(
      `The container engine at ${address} stopped answering.`,
      "See whether the engine was restarted (`docker info`, its log), then run again.",
    );
  }
  if (code === "EACCES" || code === "EPERM") {
    return lost(
      `This user may not use the container engine at ${address}.`,
      "Run as root, or add the user to the docker group and log in again.",
    );
  }
  return lost(
    `No container engine answers at ${address}.`,
    "Start Docker (e.g. `systemctl start docker`), or set DOCKER_HOST to the engine's address.",
  );
}

/** An engine behind TLS wants to know who asks, and its own certificate has to be known. */
function untrusted(address: string, cause: unknown): EngineError {
  return new EngineError(
    `The container engine at ${address} wants TLS, and its certificate isn't trusted here, or ours isn't there.`,
    {
      evidence: messageOf(cause),
      cause,
      remedy:
        "Put ca.pem, cert.pem and key.pem for this engine into a folder and set DOCKER_CERT_PATH to it, and DOCKER_TLS_VERIFY=1; " +
        "or use a docker context that holds them.",
    },
  );
}

/** The system's error code. A host name with several addresses gives an AggregateError with one error for each. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
