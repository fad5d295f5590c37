/** The images of an archive or folder whose form is known by the files that mark it. */
import { InputError, type Problem, type ProblemKind } from '../problem.ts';
import type { ArchiveMembers } from './archive-members.ts';
import { readDockerImages } from './docker-archive.ts';
import { hasLegacyLayers, readLegacyImages } from './docker-legacy.ts';
import type { Document } from './documents.ts';
import type { FoundImages } from './found-images.ts';
import type { Image } from './image.ts';
import { joinNames } from './image-names.ts';
import { arrayOf, fieldOf, textOf } from './json-value.ts';
import { dirNames, layoutNames, OciBlobs } from './oci-blobs.ts';
import { type OciImages, readIndexedImages } from './oci-layout.ts';
import type { Opening } from './opening.ts';

export async function readMarkedImages(
  members: ArchiveMembers,
  opening: Opening,
): Promise<FoundImages> {
  const reader = new MarkedReader(members, opening);
  const oci = await reader.layout();
  const docker = await reader.docker();
  if (docker?.form === 'docker-dir') return docker;
  if (oci !== undefined) return joined(oci, docker);
  return docker ?? (await reader.legacy());
}

class MarkedReader {
  readonly #members: ArchiveMembers;
  readonly #opening: Opening;

  constructor(members: ArchiveMembers, opening: Opening) {
    this.#members = members;
    this.#opening = opening;
  }

  async layout(): Promise<FoundImages | undefined> {
    if (this.#members.countOf('index.json') === 0) return undefined;
    const problems: Problem[] = [];
    await this.#checkVersion(problems);
    const blobs = new OciBlobs(this.#opening, this.#members, layoutNames);
    const read = (root: Document) => readIndexedImages(root, blobs);
    const { images, problems: found } = await this.#lastOrFirst('index.json', read, problems);
    return { form: 'oci-layout', images, problems: [...problems, ...found] };
  }

  async docker(): Promise<FoundImages | undefined> {
    if (this.#members.countOf('manifest.json') === 0) return undefined;
    const problems: Problem[] = [];
    let form: FoundImages['form'] = 'docker-archive';
    const read = (root: Document): Promise<OciImages> => {
      if (!isRegistryManifest(root)) return readDockerImages(root, this.#members, this.#opening);
      form = 'docker-dir';
      return this.#dir(root);
    };
    const { images, problems: found } = await this.#lastOrFirst('manifest.json', read, problems);
    return { form, images, problems: [...problems, ...found] };
  }

  async legacy(): Promise<FoundImages> {
    const problems: Problem[] = [];
    const found = this.#members.find('repositories', 'index');
    const repositories =
      found.place && (await this.#opening.documents.read(found.place, { part: 'index' }, problems));
    if (repositories !== undefined && !hasLegacyLayers(this.#members)) {
      return { form: 'docker-legacy', images: [], problems };
    }
    const read = await readLegacyImages(repositories, this.#members, this.#opening);
    return { form: 'docker-legacy', ...read, problems: [...problems, ...read.problems] };
  }

  /** Its manifest, as a registry has it, seen as the one entry of an index. */
  async #dir(root: Document): Promise<OciImages> {
    const blobs = new OciBlobs(this.#opening, this.#members, dirNames);
    if (fieldOf(root.value, 'manifests') !== undefined) return readIndexedImages(root, blobs);
    const { place } = this.#members.find('manifest.json', 'manifest');
    const digest = place && (await this.#opening.documents.digestOf(place));
    const mediaType = textOf(fieldOf(root.value, 'mediaType')) ?? '';
    const names = (): string[] => ['manifest.json'];
    const value = { manifests: [{ mediaType, digest }] };
    const withManifest = new OciBlobs(this.#opening, this.#members, (wanted) =>
      `${wanted.algorithm}:${wanted.encoded}` === digest ? names() : dirNames(wanted),
    );
    return readIndexedImages({ ...root, value }, withManifest);
  }

  async #checkVersion(problems: Problem[]): Promise<void> {
    const { place } = this.#members.find('oci-layout', 'index');
    if (place === undefined) return;
    const { value } = await this.#opening.documents.read(place, { part: 'index' }, problems);
    const version = textOf(fieldOf(value, 'imageLayoutVersion'));
    if (version !== '1.0.0') problems.push({ kind: 'layout-version', version: version ?? '' });
  }

  /** Docker takes the last member of a name, others the first: so does this where the last leads to nothing. */
  async #lastOrFirst(
    name: string,
    read: (document: Document) => Promise<OciImages>,
    problems: Problem[],
  ): Promise<OciImages> {
    const count = this.#members.countOf(name);
    if (count > 1) problems.push({ kind: 'member-twice', member: name, count });
    const ways = [this.#members.find(name, 'index')];
    if (count > 1) ways.push(this.#members.findFirst(name, 'index'));
    let best: OciImages = { images: [], problems: [] };
    for (const { place, problem } of ways) {
      if (place === undefined) best = { images: [], problems: [...best.problems, problem] };
      else {
        const document = await this.#opening.documents.read(place, { part: 'index' }, problems);
        const found = await read(document);
        if (best.images.length === 0 || hasPresent(found)) best = found;
      }
      if (hasPresent(best)) break;
    }
    return best;
  }
}

/** `dir:` has the manifest itself where others have a list. */
function isRegistryManifest({ value }: Document): boolean {
  if (arrayOf(value) !== undefined) return false;
  return (
    fieldOf(value, 'schemaVersion') !== undefined &&
    (fieldOf(value, 'layers') !== undefined || fieldOf(value, 'manifests') !== undefined)
  );
}

function hasPresent({ images }: OciImages): boolean {
  return images.some(({ present }) => present);
}

/** What is described twice is listed once: as the index has it, with the names of both. */
function joined(oci: FoundImages, docker: FoundImages | undefined): FoundImages {
  if (docker === undefined) return oci;
  const left = new Set(docker.images);
  const images = oci.images.map((image) => {
    const same = [...left].filter((other) => isSame(image, other));
    for (const other of same) left.delete(other);
    const names = joinNames(
      image.names,
      same.flatMap((other) => other.names),
    );
    const better = image.present ? undefined : same.find(({ present }) => present);
    return { ...(better ?? image), names };
  });
  const form = oci.images.length > 0 ? oci.form : docker.form;
  return {
    form,
    images: [...images, ...left],
    problems: [...oci.problems, ...docker.problems],
  };
}

function isSame(image: Image, { configDigest }: Image): boolean {
  return configDigest !== undefined && image.configDigest === configDigest;
}

/** The images, if one of them can be opened; else throws what is most to blame. */
export function orThrow(found: FoundImages, detail: string): FoundImages {
  if (hasPresent(found)) return found;
  const problems = [
    ...found.problems,
    ...found.images.flatMap((image) => [
      ...image.problems,
      ...image.layers.flatMap((layer) => layer.problems),
    ]),
  ];
  const cause = problems.find(({ kind }) => !ASIDES.has(kind)) ?? problems[0];
  throw new InputError(cause ?? { kind: 'no-image', holds: 'nothing', detail });
}

/** Nothing of this alone keeps an image from being opened. */
const ASIDES: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'config-value',
  'diff-id-count',
  'digest-mismatch',
  'digest-unsupported',
  'history-count',
  'image-name',
  'layout-version',
  'member-twice',
  'size-mismatch',
]);
