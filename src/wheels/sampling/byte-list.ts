const FIRST_BYTES = 1024;

/** Bytes that are written one after the other. */
export class ByteList {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#makeRoom(1);
    this.#bytes[this.#length++] = value;
  }

  zeros(count: number): void {
    this.#makeRoom(count);
    this.#bytes.fill(0, this.#length, this.#length + count);
    this.#length += count;
  }

  /** Four bytes, the least first. */
  number(value: number): void {
    this.#makeRoom(4);
    const bytes = this.#bytes;
    bytes[this.#length++] = value;
    bytes[this.#length++] = value >> 8;
    bytes[this.#length++] = value >> 16;
    bytes[this.#length++] = value >> 24;
  }

  /** A byte for each character: what it repeats is to be seen, and not what it is. */
  text(value: string): void {
    this.#makeRoom(value.length);
    const bytes = this.#bytes;
    const from = this.#length;
    for (let index = 0; index < value.length; index++) bytes[from + index] = value.charCodeAt(index);
    this.#length = from + value.length;
  }

  append(other: ByteList): void {
    this.#makeRoom(other.#length);
    this.#bytes.set(other.#bytes.subarray(0, other.#length), this.#length);
    this.#length += other.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  copy(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #makeRoom(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#length + count));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
