/** From a recipe, which is the history of an image with what each step does, to its config and its layers. */
import { createHash } from 'node:crypto';
import { FileTree } from './file-tree.mjs';
import { goJson } from './go-json.mjs';
import { writeTar } from './tar.mjs';

/**
 * @typedef {object} Step
 * @property {string} at when it ended, as the history has it
 * @property {string} createdBy
 * @property {string} [comment]
 * @property {(tree: FileTree) => void} [change] none: the step makes no layer
 */

/**
 * @typedef {object} Recipe
 * @property {string} architecture
 * @property {string} [variant]
 * @property {object} config what a container is started with
 * @property {readonly Step[]} steps
 */

/** @typedef {{ config: Buffer, layers: readonly Buffer[] }} BuiltImage layers as tars, bottom first */

/**
 * @param {Recipe} recipe
 * @returns {BuiltImage}
 */
export function buildImage({ architecture, variant, config, steps }) {
  const tree = new FileTree();
  const layers = steps.flatMap((step) => {
    if (step.change === undefined) return [];
    tree.startLayer(Math.floor(Date.parse(step.at) / 1000));
    step.change(tree);
    return [writeTar(tree.endLayer())];
  });
  const history = steps.map(({ at, createdBy, comment, change }) => ({
    created: at,
    created_by: createdBy,
    ...(comment !== undefined && { comment }),
    ...(change === undefined && { empty_layer: true }),
  }));
  const document = {
    architecture,
    config,
    created: steps.at(-1)?.at,
    history,
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: layers.map(digestOf) },
    ...(variant !== undefined && { variant }),
  };
  return { config: goJson(document), layers };
}

export function digestOf(/** @type {Buffer} */ bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/**
 * A step as BuildKit notes it.
 * @param {string} at
 * @param {string} createdBy
 * @param {Step['change']} [change]
 * @returns {Step}
 */
export function buildKitStep(at, createdBy, change) {
  const copies = /^(?:ADD|COPY|RUN) /.test(createdBy);
  return {
    at,
    createdBy: copies ? `${createdBy} # buildkit` : createdBy,
    comment: 'buildkit.dockerfile.v0',
    ...(change !== undefined && { change }),
  };
}
