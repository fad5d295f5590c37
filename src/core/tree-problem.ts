/** What can be wrong when a layer is laid over the ones below it. Names are paths as the layer has them, escaped. */
export type TreeProblem =
  | { kind: 'path-escapes'; name: string }
  | { kind: 'path-too-deep'; name: string; limit: number }
  | { kind: 'entry-twice'; name: string }
  /** Something that is no directory stands where the same layer had one, with things in it. */
  | { kind: 'dir-replaced'; name: string }
  /** An entry of the root itself that is no directory. */
  | { kind: 'root-not-dir'; name: string }
  | { kind: 'whiteout-name'; name: string }
  | { kind: 'whiteout-own'; name: string }
  | { kind: 'whiteout-body'; name: string }
  /** An opaque marker in the root directory: overlay runtimes hide nothing. */
  | { kind: 'opaque-root'; name: string }
  /** A character device 0/0: overlay runtimes delete what is below. */
  | { kind: 'whiteout-device'; name: string }
  | { kind: 'hardlink-target'; name: string; target: string; fault: 'missing' | 'outside' | 'dir' }
  | { kind: 'hardlink-lower'; name: string; target: string }
  /** A lower layer's link was hidden by a directory that only exists because something is in it. */
  | { kind: 'symlink-parent'; name: string; link: string; target: string }
  /** The same where the lower layer has something else that is no directory. */
  | { kind: 'file-parent'; name: string; file: string }
  | { kind: 'symlink-loop'; name: string }
  | { kind: 'symlink-escapes'; name: string; target: string }
  | { kind: 'parent-not-dir'; name: string; parent: string }
  | { kind: 'too-many-paths'; limit: number };
