import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  /** Ends with a slash for a folder. */
  readonly name: string;
  readonly content?: string | Uint8Array;
  /** Kept as it is instead of compressed. */
  readonly stored?: boolean;
  /** Of Unix, such as that of a symbolic link, whose content is its target. */
  readonly mode?: number;
}

export interface ZipOptions {
  readonly comment?: string;
  /** Sizes, offsets and counts in the 64-bit records, as archives beyond 4 GB have them. */
  readonly zip64?: boolean;
}

interface Written {
  readonly local: Buffer;
  readonly central: Buffer;
}

const UTF8_NAMES = 0x0800;
/** Version 2.0 of the format, on Unix: only then does an entry have a mode. */
const MADE_BY_UNIX = Buffer.from([20, 3]);
const MAX_16 = 0xffff;
const MAX_32 = 0xffffffff;

/** A ZIP archive, written byte by byte so that tests can have the kinds that a library doesn't make. */
export function zip(entries: readonly ZipEntry[], options: ZipOptions = {}): Buffer {
  const zip64 = options.zip64 ?? false;
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = writeEntry(entry, offset, zip64);
    locals.push(local);
    centrals.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = { count: entries.length, size: directory.length, offset };
  return Buffer.concat([
    ...locals,
    directory,
    ...(zip64 ? [endRecord64(end)] : []),
    endRecord(end, zip64, Buffer.from(options.comment ?? "")),
  ]);
}

function writeEntry(entry: ZipEntry, offset: number, zip64: boolean): Written {
  const name = Buffer.from(entry.name);
  const content = Buffer.from(entry.content ?? "");
  const stored = entry.stored === true || content.length === 0;
  const data = stored ? content : deflateRawSync(content);
  const common = Buffer.alloc(22);
  common.writeUInt16LE(UTF8_NAMES, 2);
  common.writeUInt16LE(stored ? 0 : 8, 4);
  common.writeUInt32LE(crc32(content), 10);
  const local = Buffer.from(common);
  local.writeUInt32LE(data.length, 14);
  local.writeUInt32LE(content.length, 18);
  common.writeUInt32LE(zip64 ? MAX_32 : data.length, 14);
  common.writeUInt32LE(zip64 ? MAX_32 : content.length, 18);
  const extra = zip64 ? extra64(content.length, data.length, offset) : Buffer.alloc(0);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE((entry.mode ?? 0) * 0x10000, 6);
  tail.writeUInt32LE(zip64 ? MAX_32 : offset, 10);
  return {
    local: Buffer.concat([signature(0x04034b50), local, lengths(name.length, 0), name, data]),
    central: Buffer.concat([
      ...[signature(0x02014b50), MADE_BY_UNIX, common, lengths(name.length, extra.length)],
      ...[tail, name, extra],
    ]),
  };
}

function extra64(bytes: number, compressed: number, offset: number): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  for (const [index, value] of [bytes, compressed, offset].entries()) {
    extra.writeBigUInt64LE(BigInt(value), 4 + index * 8);
  }
  return extra;
}

interface End {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

function endRecord64({ count, size, offset }: End): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  for (const [at, value] of [
    [24, count],
    [32, count],
    [40, size],
    [48, offset],
  ] as const) {
    record.writeBigUInt64LE(BigInt(value), at);
  }
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator]);
}

function endRecord({ count, size, offset }: End, zip64: boolean, comment: Buffer): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(zip64 ? MAX_16 : count, 8);
  record.writeUInt16LE(zip64 ? MAX_16 : count, 10);
  record.writeUInt32LE(zip64 ? MAX_32 : size, 12);
  record.writeUInt32LE(zip64 ? MAX_32 : offset, 16);
  record.writeUInt16LE(comment.length, 20);
  return Buffer.concat([record, comment]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function lengths(name: number, extra: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(name, 0);
  bytes.writeUInt16LE(extra, 2);
  return bytes;
}
