// Repeated products of dense matrices of one size, which take nearly all of the time of training a head. Scalar
// JavaScript is four to eight times slower, so the inner loop is a WebAssembly module of one function, written out
// here for the sizes at hand: four rows times eight columns at a time, in 128-bit registers (the usual register
// blocking of GEMM: Goto & van de Geijn 2008). Only exact 32-bit operations in one order: the same bits in every
// process. Must not know: what rows and columns are.

export interface MatrixProduct {
  /** rows × inner: filled by the caller once; row after row. */
  readonly left: Float32Array;
  /** Computes left · right for a right of inner × columns; from a row on, a multiple of four, leaving those before. */
  readonly times: (
    right: Float32Array | Float64Array,
    into: Float32Array | Float64Array,
    fromRow?: number,
  ) => void;
}

const PAGE = 65536;

/** Of the engine's own WebAssembly only what is used here: the language's types come without it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: {
      readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => void };
      readonly multiply: (
        leftWidth: number,
        width: number,
        rightAt: number,
        leftFrom: number,
        resultFrom: number,
      ) => void;
    };
  };
};

/** Compiled once in a process: the engine runs its first calls slowly, before it has optimised the code. */
let compiled: object | undefined;

export function matrixProduct(rows: number, inner: number, columns: number): MatrixProduct {
  const height = roundUp(rows, 4);
  const width = roundUp(columns, 8);
  const rightAt = 4 * height * inner;
  const resultAt = rightAt + 4 * inner * width;
  compiled ??= new WebAssembly.Module(moduleBytes());
  const { memory, multiply } = new WebAssembly.Instance(compiled).exports;
  memory.grow(Math.ceil((resultAt + 4 * height * width) / PAGE));
  const { buffer } = memory;
  const right = new Float32Array(buffer, rightAt, inner * width);
  const result = new Float32Array(buffer, resultAt, height * width);
  return {
    left: new Float32Array(buffer, 0, rows * inner),
    times(given, into, fromRow = 0) {
      for (let row = 0; row < inner; row++) {
        const from = row * columns;
        const to = row * width;
        for (let at = 0; at < columns; at++) right[to + at] = given[from + at] ?? 0;
      }
      multiply(4 * inner, 4 * width, rightAt, 4 * inner * fromRow, resultAt + 4 * width * fromRow);
      for (let row = fromRow; row < rows; row++) {
        const from = row * width;
        const to = row * columns;
        for (let at = 0; at < columns; at++) into[to + at] = result[from + at] ?? 0;
      }
    },
  };
}

function roundUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}

// WebAssembly 2.0, binary format; only what is used here.
const LOOP = [0x03, 0x40];
const END = [0x0b];
const BRANCH_IF = [0x0d, 0x00];
const ADD = [0x6a];
const LESS = [0x49];
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
const constant = (value: number) => [0x41, ...signed(value)];
const load = (offset: number) => [0xfd, 0x00, 0x04, ...unsigned(offset)];
const loadSpread = (offset: number) => [0xfd, 0x09, 0x02, ...unsigned(offset)];
const store = (offset: number) => [0xfd, 0x0b, 0x04, ...unsigned(offset)];
const ZEROS = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
const MULTIPLY_FLOATS = [0xfd, 0xe6, 0x01];
const ADD_FLOATS = [0xfd, 0xe4, 0x01];

/** Parameters: bytes of a row of the left matrix and of the two others, where the right one begins, and the first rows. */
const [LEFT_WIDTH, WIDTH, RIGHT_AT, LEFT_FROM, RESULT_FROM] = [0, 1, 2, 3, 4] as const;
/** Locals: byte addresses in the four left rows, their ends, and addresses into the other matrices. */
const [LEFT, LEFT_ROW, LEFT_END, RIGHT, RESULT, STRIP] = [5, 9, 10, 11, 12, 13] as const;
/** Two registers of the right matrix, a product's eight sums. */
const [B0, B1, SUM] = [14, 15, 16] as const;

function moduleBytes(): Uint8Array {
  const code = [...unsigned(2), 9, 0x7f, 10, 0x7b, ...multiplyCode(), ...END];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 5, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0x00, 0]),
    ...section(7, [2, ...exported('memory', 2), ...exported('multiply', 0)]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

function multiplyCode(): number[] {
  const four = [0, 1, 2, 3];
  return [
    ...[...get(LEFT_FROM), ...set(LEFT_ROW), ...get(RESULT_FROM), ...set(RESULT)],
    ...LOOP,
    ...[...constant(0), ...set(STRIP)],
    ...LOOP,
    ...four.flatMap((row) => [...ZEROS, ...set(SUM + 2 * row), ...ZEROS, ...set(SUM + 2 * row + 1)]),
    ...[...get(LEFT_ROW), ...set(LEFT), ...get(LEFT_ROW), ...get(LEFT_WIDTH), ...ADD, ...set(LEFT_END)],
    ...[1, 2, 3].flatMap((row) => [
      ...[...get(LEFT + row - 1), ...get(LEFT_WIDTH), ...ADD, ...set(LEFT + row)],
    ]),
    ...[...get(RIGHT_AT), ...get(STRIP), ...ADD, ...set(RIGHT)],
    ...LOOP,
    ...[...get(RIGHT), ...load(0), ...set(B0), ...get(RIGHT), ...load(16), ...set(B1)],
    ...four.flatMap(accumulate),
    ...[...get(RIGHT), ...get(WIDTH), ...ADD, ...set(RIGHT)],
    ...[3, 2, 1].flatMap((row) => [...get(LEFT + row), ...constant(4), ...ADD, ...set(LEFT + row)]),
    ...[...get(LEFT), ...constant(4), ...ADD, ...tee(LEFT), ...get(LEFT_END), ...LESS, ...BRANCH_IF],
    ...END,
    ...[...get(RESULT), ...get(STRIP), ...ADD, ...set(RIGHT)],
    ...four.flatMap((row) => [
      ...[0, 1].flatMap((half) => [...[...get(RIGHT), ...get(SUM + 2 * row + half), ...store(16 * half)]]),
      ...[...get(RIGHT), ...get(WIDTH), ...ADD, ...set(RIGHT)],
    ]),
    ...[...get(STRIP), ...constant(32), ...ADD, ...tee(STRIP), ...get(WIDTH), ...LESS, ...BRANCH_IF],
    ...END,
    ...four.flatMap(() => [...get(RESULT), ...get(WIDTH), ...ADD, ...set(RESULT)]),
    ...four.flatMap(() => [...get(LEFT_ROW), ...get(LEFT_WIDTH), ...ADD, ...set(LEFT_ROW)]),
    ...[...get(LEFT_ROW), ...get(RIGHT_AT), ...LESS, ...BRANCH_IF],
    ...END,
  ];
}

/** One number of a left row times eight of a right row, added to that row's two sums. The number is read twice. */
function accumulate(row: number): number[] {
  return [B0, B1].flatMap((b, half) => [
    ...get(SUM + 2 * row + half),
    ...[...get(LEFT + row), ...loadSpread(0), ...get(b), ...MULTIPLY_FLOATS],
    ...[...ADD_FLOATS, ...set(SUM + 2 * row + half)],
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function exported(name: string, kind: number): number[] {
  const letters = [...new TextEncoder().encode(name)];
  return [letters.length, ...letters, kind, 0];
}

/** LEB128. */
function unsigned(value: number): number[] {
  const low = value % 128;
  const rest = Math.floor(value / 128);
  return rest === 0 ? [low] : [low + 128, ...unsigned(rest)];
}

/** LEB128 of a number that is not negative: the highest bit of the last byte must stay clear of the sign. */
function signed(value: number): number[] {
  return value < 64 ? [value] : [(value % 128) + 128, ...signed(Math.floor(value / 128))];
}
