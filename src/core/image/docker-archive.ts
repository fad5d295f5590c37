/**
 * The images of a manifest.json as `docker save` writes it since 1.10, and podman, skopeo, crane, kaniko, ko, jib, bazel and nix after it: a
 * list of configs, names and layers, each a member of the archive. Where a member's name is its own hash, it is held against it.
 */
import type { Problem } from '../problem.ts';
import type { ArchiveMembers } from './archive-members.ts';
import { assembleImage, firstLayers, type LayerParts } from './assemble-image.ts';
import { readDescriptor } from './descriptor.ts';
import type { Document } from './documents.ts';
import type { Image } from './image.ts';
import { MOST_NAMES, shortName } from './image-names.ts';
import { anyCaseFieldOf, arrayOf, fieldOf, isObject, textOf } from './json-value.ts';
import type { OciImages } from './oci-layout.ts';
import { unreadableLayer } from './oci-image.ts';
import { MOST_IMAGES, type Opening } from './opening.ts';
import type { ReadConfig } from './read-config.ts';

export async function readDockerImages(
  { value, member, problem }: Document,
  members: ArchiveMembers,
  opening: Opening,
): Promise<OciImages> {
  const problems: Problem[] = [];
  const images: Image[] = [];
  const list = arrayOf(value);
  if (list === undefined) {
    problems.push(problem ?? { kind: 'json-shape', member, at: '.', want: 'a list of images' });
  }
  const reader = new DockerImageReader(member, members, opening);
  for (const [i, entry] of (list ?? []).entries()) {
    if (!opening.takeImage()) {
      problems.push({ kind: 'too-many-images', limit: MOST_IMAGES });
      break;
    }
    const image = await reader.read(entry, `[${i}]`, problems);
    if (image !== undefined) images.push(image);
  }
  return { images, problems };
}

class DockerImageReader {
  readonly #member: string;
  readonly #members: ArchiveMembers;
  readonly #opening: Opening;

  constructor(member: string, members: ArchiveMembers, opening: Opening) {
    this.#member = member;
    this.#members = members;
    this.#opening = opening;
  }

  /** Undefined, and a problem, where the entry makes no sense. */
  async read(entry: unknown, at: string, archiveProblems: Problem[]): Promise<Image | undefined> {
    const configPath = textOf(anyCaseFieldOf(entry, 'Config'));
    const paths = arrayOf(anyCaseFieldOf(entry, 'Layers'));
    const fault = shapeFault(entry, configPath, paths);
    if (fault !== undefined) {
      const [field, want] = fault;
      archiveProblems.push(this.#shape(`${at}${field}`, want));
      return undefined;
    }
    const problems: Problem[] = [];
    const names = this.#names(anyCaseFieldOf(entry, 'RepoTags'), at, problems);
    const config = await this.#config(configPath ?? '', problems);
    const foreign = fieldOf(entry, 'LayerSources');
    const diffIds = config?.config.diffIds ?? [];
    const layers = firstLayers(paths ?? [], this.#opening, problems).map((path, i) =>
      typeof path === 'string'
        ? this.#layer(path, fieldOf(foreign, diffIds[i] ?? ''))
        : unreadableLayer(this.#shape(`${at}.Layers[${i}]`, 'a text')),
    );
    return assembleImage({
      names,
      platform: config?.platform,
      configDigest: digestInName(configPath ?? ''),
      config,
      layers,
      problems,
    });
  }

  #shape(at: string, want: string): Problem {
    return { kind: 'json-shape', member: this.#member, at, want };
  }

  /** `null` where an image was saved by its ID. */
  #names(tags: unknown, at: string, problems: Problem[]): string[] {
    const list = arrayOf(tags) ?? [];
    const names = list.filter((tag) => typeof tag === 'string');
    const wrong = names.length < list.length || (tags !== undefined && !Array.isArray(tags));
    if (wrong) problems.push(this.#shape(`${at}.RepoTags`, 'a list of texts'));
    return [...new Set(names.map(shortName))].slice(0, MOST_NAMES);
  }

  async #config(path: string, problems: Problem[]): Promise<ReadConfig | undefined> {
    const { place, problem } = this.#members.find(path, 'config');
    if (place === undefined) {
      problems.push(problem);
      return undefined;
    }
    const wanted = { part: 'config', digest: digestInName(path) } as const;
    const document = await this.#opening.documents.read(place, wanted, problems);
    if (document.problem !== undefined) {
      problems.push(document.problem);
      return undefined;
    }
    return this.#opening.configs.read(document);
  }

  /** `source`: what is said of a layer that registries do not pass on, and which therefore may be left out. */
  #layer(path: string, source: unknown): LayerParts {
    const { place, problem } = this.#members.find(path, 'layer');
    const digest = digestInName(path);
    if (place !== undefined) {
      const blobBytes = place.end - place.start;
      return { place, digest, mediaType: undefined, blobBytes, problems: [] };
    }
    const descriptor = readDescriptor(source);
    if (descriptor === undefined) return { ...unreadableLayer(problem), digest };
    const urls = descriptor.urls.slice(0, 10);
    return {
      place,
      digest: descriptor.digest,
      mediaType: descriptor.mediaType,
      blobBytes: descriptor.size ?? 0,
      problems: [{ kind: 'layer-foreign', digest: descriptor.digest, urls }],
    };
  }
}

function shapeFault(
  entry: unknown,
  config: string | undefined,
  layers: readonly unknown[] | undefined,
): [field: string, want: string] | undefined {
  if (!isObject(entry)) return ['', 'an object'];
  if (config === undefined) return ['.Config', 'a text'];
  // Go writes an empty list as null.
  if (layers === undefined && anyCaseFieldOf(entry, 'Layers') !== undefined)
    return ['.Layers', 'a list'];
  return undefined;
}

/**
 * The digest that a member's name promises: of a config (`<hex>.json`, `sha256:<hex>`), of a compressed layer (`<hex>.tar.gz`), of
 * anything in `blobs/`. A plain `<hex>.tar` is named by what Docker calls the diff ID, which is its own hash too.
 */
function digestInName(path: string): string | undefined {
  const match =
    /^(?:\.?\/)*(?:(?:blobs\/)?(sha256|sha512)[/:])?([0-9a-f]{64}|[0-9a-f]{128})(?:\.json|\.tar|\.tar\.gz|\.tar\.zst|\.tgz)?$/.exec(
      path,
    );
  if (match === null) return undefined;
  const hex = match[2] ?? '';
  const algorithm = hex.length === 64 ? 'sha256' : 'sha512';
  return match[1] === undefined || match[1] === algorithm ? `${algorithm}:${hex}` : undefined;
}
