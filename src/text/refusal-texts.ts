/** Why something that was dropped is not even tried, and what to do instead. */
export type Refusal = 'folder' | 'several-files' | 'no-file';

export const refusalTexts: Readonly<Record<Refusal, { title: string; advice: string }>> = {
  folder: {
    title: 'That is a folder',
    advice:
      'Drop one file. To look at a folder as a layer, make a tar of it first: tar -cf layer.tar -C FOLDER .',
  },
  'several-files': {
    title: 'That is more than one file',
    advice: 'Drop them one at a time: one tar is shown at once.',
  },
  'no-file': {
    title: 'That is not a file',
    advice: 'Text and links cannot be opened here. Save it as a file first, then drop the file.',
  },
};
