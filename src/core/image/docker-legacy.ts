/**
 * What `docker save` wrote before 1.10: a folder `<id>/` for each layer, with `json` and `layer.tar`, each naming the one below as its
 * parent; `repositories` says which one is on top of which image. No list of layers, no diff IDs, no digests.
 */
import type { Problem } from '../problem.ts';
import type { ArchiveMembers } from './archive-members.ts';
import { assembleImage, type LayerParts } from './assemble-image.ts';
import type { Document } from './documents.ts';
import { readHistory } from './history-steps.ts';
import type { Image } from './image.ts';
import { MOST_NAMES, shortName } from './image-names.ts';
import { arrayOf, fieldOf, isObject, textOf } from './json-value.ts';
import type { OciImages } from './oci-layout.ts';
import { unreadableLayer } from './oci-image.ts';
import { MOST_IMAGES, MOST_LAYERS, type Opening } from './opening.ts';
import { readConfig } from './read-config.ts';

/** Folders of layers; more than any image has. */
const MOST_FOLDERS = 10_000;
const LONGEST_ID = 128;

/** `repositories`: undefined where there is none; then every layer that is nobody's parent is an image. */
export async function readLegacyImages(
  repositories: Document | undefined,
  members: ArchiveMembers,
  opening: Opening,
): Promise<OciImages> {
  const problems: Problem[] = [];
  const reader = new LegacyReader(members, opening);
  const tops =
    repositories === undefined ? new Map<string, string[]>() : topsOf(repositories, problems);
  if (tops.size === 0) for (const id of await reader.findTops()) tops.set(id, []);
  const images: Image[] = [];
  for (const [id, names] of tops) {
    if (!opening.takeImage()) {
      problems.push({ kind: 'too-many-images', limit: MOST_IMAGES });
      break;
    }
    images.push(await reader.read(id, names));
  }
  return { images, problems };
}

/** Whether the archive has what this form is made of. */
export function hasLegacyLayers(members: ArchiveMembers): boolean {
  for (const name of members.names()) if (isLayerJson(name)) return true;
  return false;
}

function isLayerJson(name: string): boolean {
  return /^[^/]{1,128}\/json$/.test(name);
}

/** Names by the ID of the layer on top. */
function topsOf({ value, member, problem }: Document, problems: Problem[]): Map<string, string[]> {
  const tops = new Map<string, string[]>();
  if (!isObject(value)) {
    problems.push(problem ?? { kind: 'json-shape', member, at: '.', want: 'an object' });
    return tops;
  }
  for (const [repository, tags] of Object.entries(value)) {
    for (const [tag, id] of isObject(tags) ? Object.entries(tags) : []) {
      if (typeof id !== 'string' || id.length > LONGEST_ID) continue;
      const names = tops.get(id) ?? [];
      if (names.length < MOST_NAMES) names.push(shortName(`${repository}:${tag}`));
      tops.set(id, names);
    }
  }
  return tops;
}

class LegacyReader {
  readonly #members: ArchiveMembers;
  readonly #opening: Opening;

  constructor(members: ArchiveMembers, opening: Opening) {
    this.#members = members;
    this.#opening = opening;
  }

  /** The layers that no other has as its parent, in the order of the archive. */
  async findTops(): Promise<string[]> {
    const ids: string[] = [];
    const parents = new Set<string>();
    for (const name of this.#members.names()) {
      if (!isLayerJson(name)) continue;
      if (ids.length >= MOST_FOLDERS) break;
      const id = name.slice(0, name.indexOf('/'));
      ids.push(id);
      const document = await this.#json(id, []);
      parents.add(textOf(fieldOf(document?.value, 'parent')) ?? '');
    }
    return ids.filter((id) => !parents.has(id));
  }

  async read(top: string, names: readonly string[]): Promise<Image> {
    const problems: Problem[] = [];
    const chain = await this.#chain(top, problems);
    const documents = chain.map(({ document }) => document);
    const layers = chain.map(({ id }) => this.#layer(id));
    const { value, member } = documents.at(-1) ?? { value: undefined, member: top };
    const read = value === undefined ? undefined : readConfig(value, member);
    const history = readHistory(documents.map(stepOf));
    return assembleImage({
      names,
      platform: read?.platform,
      configDigest: undefined,
      config: read && { ...read, history },
      uncounted: true,
      layers,
      problems,
    });
  }

  /** From the bottom up. */
  async #chain(top: string, problems: Problem[]): Promise<{ id: string; document: Document }[]> {
    const chain: { id: string; document: Document }[] = [];
    const seen = new Set<string>();
    for (let id = top; id !== '';) {
      if (seen.has(id)) {
        problems.push({ kind: 'layer-cycle', id });
        break;
      }
      seen.add(id);
      if (chain.length >= MOST_LAYERS || this.#opening.takeLayers(1) === 0) {
        problems.push({ kind: 'too-many-layers', limit: chain.length, count: chain.length + 1 });
        break;
      }
      const document = await this.#json(id, problems);
      if (document === undefined) break;
      chain.push({ id, document });
      id = textOf(fieldOf(document.value, 'parent')) ?? '';
    }
    return chain.reverse();
  }

  async #json(id: string, problems: Problem[]): Promise<Document | undefined> {
    const { place, problem } = this.#members.find(`${id}/json`, 'config');
    if (place === undefined) {
      problems.push(problem);
      return undefined;
    }
    const document = await this.#opening.documents.read(place, { part: 'config' }, problems);
    if (document.problem !== undefined) problems.push(document.problem);
    return document;
  }

  #layer(id: string): LayerParts {
    const { place, problem } = this.#members.find(`${id}/layer.tar`, 'layer');
    if (place === undefined) return unreadableLayer(problem);
    const blobBytes = place.end - place.start;
    return { place, digest: undefined, mediaType: undefined, blobBytes, problems: [] };
  }
}

/** What a layer's json says of the step that made it, as a later history would. */
function stepOf({ value }: Document): unknown {
  const command = arrayOf(fieldOf(fieldOf(value, 'container_config'), 'Cmd')) ?? [];
  return {
    created_by: command.filter((word) => typeof word === 'string').join(' '),
    created: fieldOf(value, 'created'),
    comment: fieldOf(value, 'comment'),
    author: fieldOf(value, 'author'),
  };
}
