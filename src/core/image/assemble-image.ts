/** Puts together what the readers found of an image, and compares the counts that should agree. */
import { ProblemList } from '../layer/problem-list.ts';
import type { Problem } from '../problem.ts';
import { makingSteps, stepsOfLayers } from './history-steps.ts';
import type { Attestation, HistoryStep, Image, ImageLayer, Platform } from './image.ts';
import { nameProblems } from './image-names.ts';
import { MOST_LAYERS, type Opening } from './opening.ts';
import { EMPTY_CONFIG, type ReadConfig } from './read-config.ts';

export interface ImageParts {
  readonly names: readonly string[];
  readonly platform: Platform | undefined;
  readonly digest?: string | undefined;
  readonly configDigest: string | undefined;
  /** Undefined where there is none, or none of an image. */
  readonly config: ReadConfig | undefined;
  /** Bottom first; without what only the config knows. */
  readonly layers: readonly LayerParts[];
  /** Whether layers are worth something without the config. */
  readonly needsNoConfig?: boolean;
  /** Whether nothing says how many layers there should be. */
  readonly uncounted?: boolean;
  readonly attestations?: readonly Attestation[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

export type LayerParts = Omit<ImageLayer, 'diffId' | 'step'>;

export function assembleImage(parts: ImageParts): Image {
  const { layers, config } = parts;
  const history = config?.history ?? [];
  const diffIds = config?.config.diffIds ?? [];
  const steps = stepsOfLayers(history, layers.length);
  const usable = config !== undefined || parts.needsNoConfig === true;
  const anyLayer = layers.length === 0 || layers.some(({ place }) => place !== undefined);
  return {
    names: parts.names,
    platform: parts.platform,
    digest: parts.digest,
    configDigest: parts.configDigest,
    present: usable && anyLayer && (config !== undefined || layers.length > 0),
    config: config?.config ?? EMPTY_CONFIG,
    history,
    layers: layers.map((layer, i) => ({
      ...layer,
      // Of another number of them, nobody can say whose is whose.
      diffId: diffIds.length === layers.length ? diffIds[i] : undefined,
      step: steps[i],
      problems: bounded(layer.problems),
    })),
    attestations: parts.attestations ?? [],
    annotations: parts.annotations ?? {},
    problems: bounded([
      ...nameProblems(parts.names),
      ...parts.problems,
      ...(config?.problems ?? []),
      ...(config === undefined || parts.uncounted === true
        ? []
        : countProblems(layers.length, diffIds.length, history)),
    ]),
  };
}

/** Names in problems come from documents, which may be megabytes. */
function bounded(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length === 0) return problems;
  const list = new ProblemList();
  for (const problem of problems) list.add(problem);
  return list.toArray();
}

function countProblems(
  layers: number,
  diffIds: number,
  history: readonly HistoryStep[],
): Problem[] {
  const problems: Problem[] = [];
  if (diffIds !== layers) problems.push({ kind: 'diff-id-count', layers, diffIds });
  const steps = makingSteps(history).length;
  // To have no history at all is nothing wrong.
  if (history.length > 0 && steps !== layers) {
    problems.push({ kind: 'history-count', layers, steps });
  }
  return problems;
}

/** As many layers of a list as may be shown; says so where some are left out. */
export function firstLayers<T>(list: readonly T[], opening: Opening, problems: Problem[]): T[] {
  const count = list.length;
  const taken = opening.takeLayers(count);
  if (taken < count) {
    problems.push({ kind: 'too-many-layers', limit: Math.min(taken, MOST_LAYERS), count });
  }
  return list.slice(0, taken);
}
