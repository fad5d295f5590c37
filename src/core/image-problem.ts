/** What can be wrong with an archive of images and with what an image says of itself. */
export type ImageProblem =
  /** Nothing in it is an image: `holds` says what was found instead. */
  | { kind: 'no-image'; holds: 'nothing' | 'archives' | 'cut'; detail: string }
  /** It can be looked at all the same, as one layer. */
  | { kind: 'not-an-image'; holds: 'file-system' | 'layer' | 'tar' }
  /** It ends before the list of its images. */
  | { kind: 'image-cut' }
  /** Unpacking the archive was ended at `limit` bytes. */
  | { kind: 'unpack-limit'; sourceBytes: number; limit: number }
  | { kind: 'json-invalid'; member: string; reason: string }
  | { kind: 'json-too-big'; member: string; size: number; limit: number }
  /** `at` is a path in the document, such as `[0].Layers`. */
  | { kind: 'json-shape'; member: string; at: string; want: string }
  /** A field of a config that is there, and is something else than it should be. */
  | { kind: 'config-value'; member: string; at: string; want: string }
  | { kind: 'member-missing'; member: string; part: ImagePart }
  | { kind: 'member-link'; member: string; target: string; fault: 'cycle' | 'outside' | 'missing' }
  | { kind: 'member-sparse'; member: string }
  | { kind: 'member-twice'; member: string; count: number }
  | { kind: 'digest-mismatch'; part: ImagePart; member: string; want: string; got: string }
  | { kind: 'digest-unsupported'; part: ImagePart; digest: string }
  | { kind: 'size-mismatch'; part: ImagePart; member: string; want: number; got: number }
  | { kind: 'media-type'; member: string; want: string; got: string }
  /** Of a layer: the image spec knows gzip, zstd and none. */
  | { kind: 'layer-compression'; member: string; compression: string }
  | { kind: 'layer-encrypted'; digest: string; mediaType: string }
  | { kind: 'layer-foreign'; digest: string; urls: string[] }
  | { kind: 'layer-not-a-layer'; digest: string; mediaType: string }
  | { kind: 'diff-id-count'; layers: number; diffIds: number }
  | { kind: 'history-count'; layers: number; steps: number }
  | { kind: 'image-name'; name: string }
  | { kind: 'layout-version'; version: string }
  | { kind: 'index-depth'; limit: number }
  | { kind: 'index-cycle'; digest: string }
  | { kind: 'layer-cycle'; id: string }
  | { kind: 'artifact'; mediaType: string }
  | { kind: 'too-many-images'; limit: number }
  | { kind: 'too-many-layers'; limit: number; count: number };

export type ImagePart = 'index' | 'manifest' | 'config' | 'layer' | 'diff-id';
