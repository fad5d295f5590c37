/** Why something that was dropped is not even tried, and what to do instead. */
export type Refusal =
  'no-file' | 'several-folders' | 'big-folder' | 'empty-folder' | 'unreadable-folder' | 'no-demo';

export const refusalTexts: Readonly<Record<Refusal, { title: string; advice: string }>> = {
  'no-file': {
    title: 'That is not a file',
    advice: 'Text and links cannot be opened here. Save it as a file first, then drop the file.',
  },
  'several-folders': {
    title: 'That is more than one folder, or a folder and files',
    advice: 'Drop one OCI layout at a time, or files only.',
  },
  'big-folder': {
    title: 'That folder has too many files',
    advice:
      'An OCI layout has a few dozen. To look at a folder of files as a layer, make a tar of it first: tar -cf layer.tar -C FOLDER .',
  },
  'empty-folder': {
    title: 'That folder is empty',
    advice: 'Drop the folder that has index.json and blobs in it.',
  },
  'unreadable-folder': {
    title: 'That folder could not be read',
    advice: 'The browser was refused. Check the rights of the folder, or drop an archive of it.',
  },
  'no-demo': {
    title: 'The demo image could not be loaded',
    advice: 'The page seems to be offline or incomplete. Reload it, or drop an image of your own.',
  },
};
