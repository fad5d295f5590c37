/** The images that come with the page, for a visitor who has none at hand. */
export interface Demo {
  /** Of the file, beside the page. */
  readonly file: string;
  readonly name: string;
  readonly about: string;
}

export const DEMOS: readonly Demo[] = [
  {
    file: 'harbour-tea-1.0.tar',
    name: 'harbour-tea 1.0',
    about: 'A small web shop as docker save writes it, with waste and a secret to find.',
  },
  {
    file: 'harbour-tea-2.0.oci.tar',
    name: 'harbour-tea 2.0',
    about: 'Its next version as an OCI archive, for two platforms.',
  },
];

/** Undefined where it cannot be had. */
export async function fetchDemo({ file }: Demo, signal: AbortSignal): Promise<File | undefined> {
  try {
    const answer = await fetch(new URL(`demo/${file}`, document.baseURI), { signal });
    return answer.ok ? new File([await answer.blob()], file) : undefined;
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}
