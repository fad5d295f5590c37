import type { ImagePart } from '../core/image-problem.ts';

/** How a sentence begins about a part of an image. */
export const IMAGE_PARTS: Record<ImagePart, string> = {
  index: 'The index',
  manifest: 'The manifest',
  config: 'The config',
  layer: 'The layer',
  'diff-id': 'The unpacked layer',
};
