import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findChromium, systemCandidates } from '../../scripts/find-chromium.mjs';

const PATH = ['/one', '/two'].join(delimiter);

describe('findChromium', () => {
  it('takes the one that was named before any other', async () => {
    expect(await findChromium({ ONIONSKIN_CHROMIUM: '/mine', PATH }, () => true)).toBe('/mine');
  });

  it('says that the one named does not start, rather than taking another', async () => {
    await expect(findChromium({ ONIONSKIN_CHROMIUM: '/mine', PATH }, () => false)).rejects.toThrow(
      '/mine',
    );
  });

  it('passes over a name that does not start', async () => {
    const starts = (path: string) => path.startsWith('/two') && !path.endsWith('chromium-browser');
    expect(await findChromium({ PATH }, starts)).toMatch(/[/\\]two[/\\]chromium$/);
  });

  it('takes Playwright’s own where the system has none', async () => {
    const system = new Set(systemCandidates({ PATH }));
    const found = await findChromium({ PATH }, (path) => !system.has(path));
    expect(found).toBeDefined();
    expect(system.has(found ?? '')).toBe(false);
  });

  it('finds none where nothing starts', async () => {
    expect(await findChromium({ PATH }, () => false)).toBeUndefined();
  });
});
