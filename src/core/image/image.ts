/** What was found in something that was dropped: images, platform by platform, and their layers. Plain data that crosses threads. */
import type { Problem } from '../problem.ts';

/** How the images are packed. `root`: no image, but something that can be looked at as one layer. */
export type ArchiveForm = 'docker-archive' | 'docker-legacy' | 'oci-layout' | 'docker-dir' | 'root';

export interface ImageArchive {
  readonly form: ArchiveForm;
  /** In the order of the archive, the same manifest once. Those that cannot be opened say why in their problems. */
  readonly images: readonly Image[];
  /** Of the archive as a whole. */
  readonly problems: readonly Problem[];
}

export interface Image {
  /** As the archive has them (`alpine:3.20`, `docker.io/library/alpine:3.20`, a bare tag); raw text, may be hostile. */
  readonly names: readonly string[];
  readonly platform: Platform | undefined;
  /** Of the manifest, where there is one. */
  readonly digest: string | undefined;
  /** Hash of the config: what Docker calls the image's ID. */
  readonly configDigest: string | undefined;
  /** Whether there is enough in the archive to show anything: a manifest whose config or one of whose layers is there. */
  readonly present: boolean;
  readonly config: ImageConfig;
  readonly history: readonly HistoryStep[];
  /** Bottom first. */
  readonly layers: readonly ImageLayer[];
  readonly attestations: readonly Attestation[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | undefined;
  readonly osVersion: string | undefined;
}

export interface ImageLayer {
  /** Where its bytes are; undefined where they are not in the archive (its problems say why). */
  readonly place: BlobPlace | undefined;
  /** Of the blob, as the manifest has it; undefined in a docker-archive. */
  readonly digest: string | undefined;
  /** Of the uncompressed tar, as the config has it. */
  readonly diffId: string | undefined;
  readonly mediaType: string | undefined;
  /** Bytes of the blob: as it is, or as the descriptor says where it is missing. */
  readonly blobBytes: number;
  /** The step of the history that made it. */
  readonly step: number | undefined;
  readonly problems: readonly Problem[];
}

/** `[start, end)` of one of the dropped files, or of the unpacked archive. */
export interface BlobPlace {
  readonly file: number;
  readonly start: number;
  readonly end: number;
  /** The member's name, for problems. */
  readonly member: string;
}

export interface HistoryStep {
  /** As the config has it. */
  readonly createdBy: string;
  readonly created: string | undefined;
  readonly comment: string | undefined;
  readonly author: string | undefined;
  readonly emptyLayer: boolean;
  /** The Dockerfile line that it stands for: `RUN`, `COPY` … and the rest; keyword '' where it cannot be told. */
  readonly instruction: { readonly keyword: string; readonly rest: string };
}

export interface ImageConfig {
  readonly created: string | undefined;
  readonly author: string | undefined;
  readonly user: string | undefined;
  readonly workingDir: string | undefined;
  readonly stopSignal: string | undefined;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly diffIds: readonly string[];
}

/** What BuildKit adds beside an image: an SBOM, its provenance. */
export interface Attestation {
  readonly digest: string;
  readonly predicateTypes: readonly string[];
}
