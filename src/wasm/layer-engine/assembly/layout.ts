/** Where everything lies in the module's one memory. Nothing is ever allocated. */

// Huffman tables: u32 entries, see huffman.ts.
export const LITLEN_BITS: u32 = 11;
export const DIST_BITS: u32 = 8;
export const PRECODE_BITS: u32 = 7;
export const LITLEN: usize = 0x0400; // up to 2342 entries
export const DIST: usize = 0x3000; // up to 402 entries
export const PRECODE: usize = 0x3800; // 128 entries
/** Code lengths of the block under way, a byte each: literals and lengths, then distances. A repeat may write past the end. */
export const LENGTHS: usize = 0x3a00;
export const LENGTHS_BYTES: usize = 320;
export const SORTED: usize = 0x3c00; // u16 × 288
export const COUNTS: usize = 0x3e80; // u32 × 16
export const OFFSETS: usize = 0x3ec0; // u32 × 16
/** For distances below 16: which byte of the last `distance` goes where, 16 bytes per distance. */
export const PATTERNS: usize = 0x4000;
/** How many of the 16 bytes are whole repeats, a byte per distance; lies where the pattern of distance 0 would. */
export const PATTERN_STEPS: usize = PATTERNS;
export const LITLEN_TEMPLATES: usize = 0x4100; // u32 × 32, symbols 256…287
export const DIST_TEMPLATES: usize = 0x4180; // u32 × 32
export const PRECODE_ORDER: usize = 0x4200; // u8 × 19
export const HASH_TAIL: usize = 0x4240; // 32 bytes not yet hashed
export const CRC_TABLES: usize = 0x4400; // u32 × 256 × 16
export const ZEROS: usize = 0x8400; // stays zero
export const ZEROS_BYTES: usize = 0x2000;

/** Compressed bytes wait here; the slack lets loads of 8 bytes and a whole block header run over the end. */
export const INPUT: usize = 0xc000;
export const INPUT_BYTES: usize = 0x40000;
export const INPUT_SLACK: usize = 0x1000;

/** The last 32 KiB of output, then room for new output, then slack for what one symbol may overshoot. */
export const WINDOW: usize = INPUT + INPUT_BYTES + INPUT_SLACK;
export const WINDOW_BYTES: usize = 0x8000;
export const CHUNK: usize = WINDOW + WINDOW_BYTES;
export const CHUNK_BYTES: usize = 0x40000;
export const CHUNK_END: usize = CHUNK + CHUNK_BYTES;
export const CHUNK_SLACK: usize = 0x1000;

/** Scratch of the CRC's sparse fold: zeros, then as much as a chunk may hold. */
export const FOLD: usize = CHUNK_END + CHUNK_SLACK;
export const FOLD_LEAD: usize = 0x1000;
export const FOLD_REST: usize = FOLD + FOLD_LEAD + CHUNK_BYTES + CHUNK_SLACK;
const FOLD_REST_BYTES: usize = 0x1100;

/** Packing a seek point's state uses the CRC's scratch: nothing there lasts from one call to the next but the lead of zeros. */
export const STATE: usize = FOLD + FOLD_LEAD;
export const PACKED: usize = STATE + 0xc000;
export const MATCHES: usize = STATE + 0x1c000;
/** Fixed codes, u32 × 256 each: see deflate.ts. */
export const LITERAL_CODES: usize = 0xa400;
export const LENGTH_CODES: usize = 0xa800;

/** A RowBatch of src/core/layer/row-batch.ts. */
export const ROWS: usize = FOLD_REST + FOLD_REST_BYTES;
export const ROW_CAPACITY: usize = 4096;
export const ROW_POOL_BYTES: usize = 4 << 20;
export const ROW_POOL_RESERVE: usize = (2 << 20) + 512;
const COLUMNS: usize = ROWS + 16;
export const ROW_UID: usize = COLUMNS;
export const ROW_GID: usize = COLUMNS + 8 * ROW_CAPACITY;
export const ROW_SIZE: usize = COLUMNS + 16 * ROW_CAPACITY;
export const ROW_MTIME: usize = COLUMNS + 24 * ROW_CAPACITY;
export const ROW_BODY: usize = COLUMNS + 32 * ROW_CAPACITY;
export const ROW_FINGERPRINT: usize = COLUMNS + 40 * ROW_CAPACITY;
export const ROW_NAME_END: usize = COLUMNS + 48 * ROW_CAPACITY;
export const ROW_LINK_END: usize = COLUMNS + 52 * ROW_CAPACITY;
export const ROW_NANOS: usize = COLUMNS + 56 * ROW_CAPACITY;
export const ROW_MODE: usize = COLUMNS + 60 * ROW_CAPACITY;
export const ROW_TYPEFLAG: usize = COLUMNS + 62 * ROW_CAPACITY;
export const ROW_POOL: usize = COLUMNS + 63 * ROW_CAPACITY;

export const MEMORY_END: usize = ROW_POOL + ROW_POOL_BYTES;
