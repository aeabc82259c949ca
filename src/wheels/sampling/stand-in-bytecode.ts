import { ByteList } from "./byte-list.ts";
import { type Place, PlaceTable } from "./place-table.ts";

/** Codes of marshal's format, and some of Python's instructions: any would do, as long as the same token gives the same bytes. */
const CODE = 0xe3;
const BYTES = 0x73;
const TEXT = 0x7a;
const NAME = 0xda;
const INTEGER = 0xe9;
const REFERENCE = 0x72;
const LOAD = 0x7c;
const LOAD_ATTRIBUTE = 0x6a;
const LOAD_CONSTANT = 0x64;
const CALL = 0xab;
const PRECALL = 0xa6;
const KEYWORD = 0x50;
/** Since Python 3.11 room for what the interpreter learns follows some instructions: bytes, and instructions together with it. */
const ATTRIBUTE_CACHE = 8;
const CALL_CACHE = 8;
const OPERATOR_CACHE = 2;

/**
 * Bytes that repeat themselves as a module's bytecode does: for each function its instructions, then constants and names that the
 * module hasn't shown before (a reference to those that it has), then where in the source each instruction comes from. It can't
 * be run and has another size; what a compressor makes of it says what it makes of the bytecode.
 */
export class StandInBytecode {
  readonly #out = new ByteList();
  readonly #code = new ByteList();
  readonly #constants = new ByteList();
  readonly #names = new ByteList();
  readonly #places = new PlaceTable();
  readonly #references = new Map<string, number>();
  readonly #locals = new Map<string, number>();
  #constantCount = 0;
  #function = "<module>";

  /** What follows belongs to this function or class. */
  begin(name: string): void {
    if (this.#code.length + this.#constants.length > 0) this.#endFunction();
    this.#function = name;
  }

  keyword(code: number, place: Place): void {
    this.#code.byte(KEYWORD + code);
    this.#code.byte(0);
    this.#places.add(place, 0);
  }

  name(text: string, isAttribute: boolean, place: Place): void {
    let index = this.#locals.get(text);
    if (index === undefined) {
      index = this.#locals.size;
      this.#locals.set(text, index);
      this.#refer(this.#names, text);
    }
    this.#code.byte(isAttribute ? LOAD_ATTRIBUTE : LOAD);
    this.#code.byte(index);
    if (isAttribute) this.#code.zeros(ATTRIBUTE_CACHE);
    this.#places.add(place, isAttribute ? ATTRIBUTE_CACHE / 2 : 0);
  }

  /** @param isNew the module has no equal constant before it. */
  string(text: string, isNew: boolean): void {
    const constants = this.#constants;
    if (isNew) {
      this.#constantCount += 1;
      constants.byte(TEXT);
      constants.byte(text.length);
      if (text.length > 0xff) constants.byte(text.length >> 8);
      constants.text(text);
    } else {
      constants.byte(REFERENCE);
      constants.number(this.#constantCount);
    }
  }

  number(text: string): void {
    this.#constants.byte(INTEGER);
    this.#constants.number(Number.parseInt(text, 10) || 0);
  }

  loadConstant(place: Place): void {
    this.#code.byte(LOAD_CONSTANT);
    this.#code.byte(this.#constantCount);
    this.#places.add(place, 0);
  }

  call(place: Place): void {
    this.#code.byte(PRECALL);
    this.#code.byte(1);
    this.#code.zeros(CALL_CACHE);
    this.#code.byte(CALL);
    this.#code.byte(1);
    this.#code.zeros(CALL_CACHE);
    this.#places.add(place, CALL_CACHE / 2);
  }

  operator(text: string, place: Place): void {
    this.#code.byte(text.charCodeAt(0));
    this.#code.byte(1);
    this.#code.zeros(OPERATOR_CACHE);
    this.#places.add(place, OPERATOR_CACHE / 2);
  }

  /** All of it; nothing may follow. */
  bytes(): Uint8Array {
    this.#endFunction();
    return this.#out.copy();
  }

  #refer(list: ByteList, text: string): void {
    const known = this.#references.get(text);
    if (known === undefined) {
      this.#references.set(text, this.#references.size);
      list.byte(NAME);
      list.byte(text.length);
      list.text(text);
    } else {
      list.byte(REFERENCE);
      list.number(known);
    }
  }

  #endFunction(): void {
    const out = this.#out;
    out.byte(CODE);
    // Arguments of three kinds, the stack, flags.
    for (const value of [1, 0, 0, this.#locals.size, 3]) out.number(value);
    out.byte(BYTES);
    out.number(this.#code.length);
    for (const part of [this.#code, this.#constants, this.#names]) {
      out.append(part);
      part.clear();
    }
    out.byte(REFERENCE);
    out.number(7);
    this.#refer(out, this.#function);
    out.number(this.#places.line);
    out.append(this.#places.bytes);
    this.#places.bytes.clear();
    this.#locals.clear();
  }
}
