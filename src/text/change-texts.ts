/** What a layer did to a path, as dive's users know it. */
export type Change = 'added' | 'changed' | 'removed';

export const changeTexts: Readonly<Record<Change, { sign: string; title: string }>> = {
  added: { sign: '+', title: 'Added by this layer' },
  changed: { sign: '±', title: 'Changed by this layer' },
  removed: { sign: '−', title: 'Removed by this layer' },
};
