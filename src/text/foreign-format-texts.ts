import type { ForeignFormat } from '../core/archive/foreign-format.ts';

/** What a file that is no tar is instead, and what would help. */
export const foreignFormatTexts: Readonly<
  Record<ForeignFormat, { title: string; advice: string }>
> = {
  zip: {
    title: 'This is a zip archive, not a tar',
    advice: 'If an image or layer tar is in it, unzip it and drop that tar here.',
  },
  '7z': {
    title: 'This is a 7-Zip archive, not a tar',
    advice: 'If an image or layer tar is in it, unpack it and drop that tar here.',
  },
  png: {
    title: 'This is a PNG picture, not a tar',
    advice: 'Drop a layer or an image saved as a tar.',
  },
  jpeg: {
    title: 'This is a JPEG picture, not a tar',
    advice: 'Drop a layer or an image saved as a tar.',
  },
  gif: {
    title: 'This is a GIF picture, not a tar',
    advice: 'Drop a layer or an image saved as a tar.',
  },
  pdf: {
    title: 'This is a PDF document, not a tar',
    advice: 'Drop a layer or an image saved as a tar.',
  },
  elf: {
    title: 'This is a Linux program, not a tar',
    advice: 'Drop the image or layer it was built into, saved as a tar.',
  },
  html: {
    title: 'This is a web page, not a tar',
    advice:
      'A download that needed a login often saves the login page in place of the file. Download it again.',
  },
  json: {
    title: 'This is JSON, not a tar',
    advice:
      'It may be the manifest or config of an image. Drop the whole image: docker save IMAGE -o image.tar',
  },
  'lfs-pointer': {
    title: 'This is a Git LFS pointer, not the file itself',
    advice: 'Fetch the real file with: git lfs pull',
  },
};
