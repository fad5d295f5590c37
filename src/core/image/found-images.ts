import type { Problem } from '../problem.ts';
import type { ArchiveForm, Image } from './image.ts';

/** What a reader has found. */
export interface FoundImages {
  readonly form: ArchiveForm;
  readonly images: readonly Image[];
  readonly problems: readonly Problem[];
}
