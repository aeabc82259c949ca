import { setTimeout as sleep } from "node:timers/promises";
import { describeFault, type FaultRule } from "./faults/fault.ts";
import { deliver } from "./faults/fault-delivery.ts";
import { FaultSwitch } from "./faults/fault-schedule.ts";
import { type Subject, Traffic, type Visit } from "./faults/traffic.ts";
import { type Exchange, type IndexOptions, PackageIndex, type Reply } from "./package-index.ts";

type ActiveRule = FaultRule & { readonly switch: FaultSwitch };

interface Errand {
  readonly name: RegExp;
  readonly action: (time: number) => Promise<void> | void;
  times: number;
}

/** A package index that does wrong what it is told to, and remembers every request and byte. */
export class FaultIndex {
  readonly traffic = new Traffic();
  readonly #index: PackageIndex;
  #rules: readonly ActiveRule[] = [];
  readonly #errands: Errand[] = [];
  #outage: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: Omit<IndexOptions, "deliver">) {
    this.#index = new PackageIndex({
      ...options,
      deliver: (reply, exchange) => this.#deliver(reply, exchange),
    });
  }

  async start(): Promise<void> {
    await this.#index.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#outage;
    await this.#index.stop();
  }

  /** Ends every open connection; who wants more connects anew. */
  hangUp(): void {
    this.#index.hangUp();
  }

  get address(): string {
    return this.#index.address;
  }

  get url(): string {
    return this.#index.url;
  }

  /** Rules that hold from now on; of those that fit a request, the first that strikes decides. */
  inject(...rules: readonly FaultRule[]): void {
    const active = rules.map((rule) => ({ ...rule, switch: new FaultSwitch(rule.when) }));
    this.#rules = [...this.#rules, ...active];
  }

  /** Does something each time that a file is asked for; what it waits for, the answer waits for. */
  onDownload(name: RegExp, action: (time: number) => Promise<void> | void): void {
    this.#errands.push({ name, action, times: 0 });
  }

  /** TLS handshakes that clients broke off. */
  get refusedHandshakes(): number {
    return this.#index.refusedHandshakes;
  }

  async #deliver(reply: Reply, { request, response }: Exchange): Promise<void> {
    const { method = "GET", url = "/", headers } = request;
    const visit: Visit = {
      ...subjectOf(method, url, headers.range),
      method,
      range: headers.range,
      at: performance.now(),
      fault: null,
      status: 0,
      bytes: 0,
    };
    this.traffic.visits.push(visit);
    const rule = this.#ruleFor(visit);
    visit.fault = rule ? describeFault(rule.fault) : null;
    await this.#runErrands(visit);
    await deliver(reply, rule?.fault, response, visit);
    if (rule?.fault.kind === "unreachable") this.#outage = this.#disappear(rule.fault.seconds);
  }

  async #runErrands({ subject, name }: Visit): Promise<void> {
    const due = this.#errands.filter((one) => subject === "file" && one.name.test(name));
    for (const errand of due) await errand.action(++errand.times);
  }

  #ruleFor({ subject, name, at }: Visit): ActiveRule | undefined {
    return this.#rules.find((rule) => {
      const concerned = rule.subject === subject && (rule.name ?? /^/).test(name);
      return concerned ? rule.switch.strikes(at) : rule.spreads === true && rule.switch.isOn(at);
    });
  }

  /** Nobody listens for a while. Within an outage nobody is asked, so that none begins in another. */
  async #disappear(seconds: number): Promise<void> {
    await this.#index.stop();
    await sleep(seconds * 1000);
    if (!this.#stopped) await this.#index.start();
  }
}

function subjectOf(
  method: string,
  url: string,
  range: string | undefined,
): { readonly subject: Subject; readonly name: string } {
  const path = new URL(url, "http://index.invalid").pathname;
  const project = /^\/simple\/([^/]+)\/?$/.exec(path)?.[1];
  if (project !== undefined) return { subject: "page", name: project };
  const name = path.replace(/^\/files\//, "");
  // What goes on to the end is a download that goes on; what ends before is a look into the file.
  const toTheEnd = range === undefined || /^bytes=\d+-$/.test(range);
  return { subject: method === "GET" && toTheEnd ? "file" : "part", name };
}
