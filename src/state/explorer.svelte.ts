/** What is on the page: nothing yet, an archive being opened, a choice of images, one image, or why there is none. */
import type { DroppedFile, Opened, OpenProgress, Workers } from '../client/image-client.ts';
import {
  FOREIGN_FORMAT_BYTES,
  type ForeignFormat,
  recogniseForeignFormat,
} from '../core/archive/foreign-format.ts';
import type { Image } from '../core/image/image.ts';
import type { Problem } from '../core/problem.ts';
import type { Refusal } from '../text/refusal-texts.ts';
import { type Demo, fetchDemo } from './demos.ts';
import type { Exporter } from './exporter.svelte.ts';
import { measure } from './measure.ts';
import type { OpenImage } from './open-image.svelte.ts';
import { type Pace, PaceMeter } from './pace.ts';
import { problemOf } from './problem-of.ts';
import type { Drop } from './read-drop.ts';

/** What was dropped: its name as the disk has it, and how big it is. */
export interface Subject {
  readonly name: string;
  readonly bytes: number;
}

export type OpeningProgress = OpenProgress & Pace;

/** Something that could not be opened, and why. */
export interface Failed {
  readonly subject: Subject;
  readonly problem: Problem;
  readonly foreign: ForeignFormat | undefined;
}

export type Phase =
  | { phase: 'empty' }
  /** First the archive is looked through, then the image's layers are read. */
  | { phase: 'opening'; subject: Subject; progress: OpeningProgress | undefined }
  | { phase: 'opening'; subject: Subject; opened: Opened; image: OpenImage; exporter: Exporter }
  | { phase: 'choosing'; subject: Subject; opened: Opened }
  | {
      phase: 'ready';
      subject: Subject;
      opened: Opened;
      image: OpenImage;
      exporter: Exporter;
      seconds: number;
    }
  | ({ phase: 'failed' } & Failed);

const MOST_FAILURES = 3;

/** What opens one image; it loads later than the start page. */
export type LoadImageRoom = () => Promise<{
  OpenImage: typeof OpenImage;
  Exporter: typeof Exporter;
}>;

export class Explorer {
  readonly #workers: Workers;
  readonly #loadImageRoom: LoadImageRoom;
  #phase = $state.raw<Phase>({ phase: 'empty' });
  #refusal = $state.raw<Refusal>();
  #failures = $state.raw<readonly Failed[]>([]);
  #opening = new AbortController();

  constructor(workers: Workers, loadImageRoom: LoadImageRoom) {
    this.#workers = workers;
    this.#loadImageRoom = loadImageRoom;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Why the last drop was not even tried; what was on the page stays. */
  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  /** What could not be opened lately, the newest first. */
  get failures(): readonly Failed[] {
    return this.#failures;
  }

  readonly accept = (drop: Drop): void => {
    if ('refusal' in drop) this.#refusal = drop.refusal;
    else void this.open(drop.name, drop.files);
  };

  /** Opens one of the images that come with the page. */
  readonly openDemo = async (demo: Demo): Promise<void> => {
    const { signal } = this.#replace({ phase: 'empty' });
    try {
      const file = await fetchDemo(demo, signal);
      if (file === undefined) this.#refusal = 'no-demo';
      else await this.open(file.name, [{ path: file.name, file }]);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };

  readonly dismissRefusal = (): void => {
    this.#refusal = undefined;
  };

  /** Opens an archive, in place of whatever was on the page or under way. */
  async open(name: string, files: readonly DroppedFile[]): Promise<void> {
    const start = performance.now();
    const subject = { name, bytes: files.reduce((sum, { file }) => sum + file.size, 0) };
    const { signal } = this.#replace({ phase: 'opening', subject, progress: undefined });
    this.#refusal = undefined;
    try {
      await this.#openFiles(subject, files, start, signal);
    } catch (error) {
      if (!signal.aborted) this.#fail({ subject, problem: problemOf(error), foreign: undefined });
    }
  }

  /** Opens one of the images of the archive that is on the page. */
  readonly choose = async (image: Image): Promise<void> => {
    const now = this.#phase;
    if (!('opened' in now)) return;
    const { subject, opened } = now;
    const start = performance.now();
    const { signal } = this.#replace({ phase: 'choosing', subject, opened });
    try {
      await this.#openImage(subject, opened, image, start, signal);
    } catch (error) {
      if (!signal.aborted) this.#fail({ subject, problem: problemOf(error), foreign: undefined });
    }
  };

  /** Back to the list of images. */
  readonly chooseAnother = (): void => {
    const now = this.#phase;
    if ('opened' in now) {
      this.#replace({ phase: 'choosing', subject: now.subject, opened: now.opened });
    }
  };

  /** Back to the start; ends what is under way. */
  readonly close = (): void => {
    this.#replace({ phase: 'empty' });
  };

  #replace(phase: Phase): AbortController {
    this.#opening.abort();
    if ('image' in this.#phase) this.#phase.image.close();
    this.#phase = phase;
    this.#opening = new AbortController();
    return this.#opening;
  }

  async #openFiles(
    subject: Subject,
    files: readonly DroppedFile[],
    start: number,
    signal: AbortSignal,
  ): Promise<void> {
    const meter = new PaceMeter(start, subject.bytes);
    const onProgress = (progress: OpenProgress) => {
      if (signal.aborted) return;
      const pace = meter.add(performance.now(), progress.doneBytes);
      this.#phase = { phase: 'opening', subject, progress: { ...progress, ...pace } };
    };
    // As a layer, no bytes are an empty layer. As something a person dropped, they are a mistake.
    const outcome =
      subject.bytes === 0
        ? { ok: false as const, problem: { kind: 'empty-input' as const } }
        : await this.#workers.open(files, { signal, onProgress });
    signal.throwIfAborted();
    if (!outcome.ok) {
      const foreign = await foreignFormatOf(files, outcome.problem);
      signal.throwIfAborted();
      this.#fail({ subject, problem: outcome.problem, foreign });
      return;
    }
    const opened = outcome.value;
    const present = opened.archive.images.filter((image) => image.present);
    const [only] = present;
    if (present.length === 1 && only !== undefined) {
      await this.#openImage(subject, opened, only, start, signal);
    } else this.#phase = { phase: 'choosing', subject, opened };
  }

  #fail(failed: Failed): void {
    if ('image' in this.#phase) this.#phase.image.close();
    this.#phase = { phase: 'failed', ...failed };
    const others = this.#failures.filter(({ subject }) => subject.name !== failed.subject.name);
    this.#failures = [failed, ...others].slice(0, MOST_FAILURES);
  }

  async #openImage(
    subject: Subject,
    opened: Opened,
    of: Image,
    start: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { OpenImage, Exporter } = await this.#loadImageRoom();
    signal.throwIfAborted();
    const image = new OpenImage(of, opened, this.#workers);
    const exporter = new Exporter(image, this.#workers, subject.name);
    this.#phase = { phase: 'opening', subject, opened, image, exporter };
    await image.open();
    signal.throwIfAborted();
    const seconds = (performance.now() - start) / 1000;
    this.#phase = { phase: 'ready', subject, opened, image, exporter, seconds };
    measure('onionskin:open', start, {
      bytes: subject.bytes,
      layers: image.layers.length,
      paths: image.tree.pathCount,
    });
  }
}

/** What a single file is that is no tar. */
async function foreignFormatOf(
  files: readonly DroppedFile[],
  problem: Problem,
): Promise<ForeignFormat | undefined> {
  const [only] = files;
  if (files.length !== 1 || only === undefined || problem.kind !== 'not-a-tar') return undefined;
  try {
    const start = await only.file.slice(0, FOREIGN_FORMAT_BYTES).arrayBuffer();
    return recogniseForeignFormat(new Uint8Array(start));
  } catch {
    // The file is gone; that it is no tar is known already.
    return undefined;
  }
}
