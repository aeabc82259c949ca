/**
 * What a request asks for: a page of the index; a part of a file, by which its metadata or its directory is read; or the
 * file itself, whole or from some byte to its end.
 */
export type Subject = "page" | "part" | "file";

/** One request to an index, as the index saw it. */
export interface Visit {
  readonly subject: Subject;
  /** The project of a page; otherwise the file's name. */
  readonly name: string;
  readonly method: string;
  readonly range: string | undefined;
  /** Monotonic milliseconds of its arrival. */
  readonly at: number;
  /** The fault that it met. */
  fault: string | null;
  status: number;
  /** Bytes of the body that were handed to the network. */
  bytes: number;
}

/** Everything that an index was asked, in the order of arrival. */
export class Traffic {
  readonly visits: Visit[] = [];

  of(subject: Subject, name = /^/): readonly Visit[] {
    return this.visits.filter((visit) => visit.subject === subject && name.test(visit.name));
  }

  /** Bytes of files, by name; what is read of them in parts isn't counted. */
  downloaded(): ReadonlyMap<string, number> {
    const bytes = new Map<string, number>();
    for (const { name, bytes: more } of this.of("file")) bytes.set(name, (bytes.get(name) ?? 0) + more);
    return bytes;
  }

  /** Most requests for one thing within so many milliseconds: what a server under load would see as hammering. */
  densest(milliseconds: number): number {
    const times = new Map<string, number[]>();
    for (const { subject, name, at } of this.visits) {
      const key = `${subject} ${name}`;
      times.set(key, [...(times.get(key) ?? []), at]);
    }
    const most = [...times.values()].map((all) =>
      Math.max(...all.map((from) => all.filter((at) => at >= from && at < from + milliseconds).length)),
    );
    return Math.max(0, ...most);
  }
}
