/** What is being done to something that was dropped, before its images are known. */
export const openStageTexts: Readonly<Record<'unpack' | 'archive', string>> = {
  unpack:
    'The archive is compressed as a whole: unpacking it once, so that every part of it can be reached.',
  archive: 'Looking for the images in it; what is in the layers is not read yet.',
};
