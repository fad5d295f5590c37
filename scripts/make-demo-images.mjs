/**
 * Makes the two images that a visitor can open without having one: `node scripts/make-demo-images.mjs`.
 * With `--check`, only says whether the files in `public/demo` hold what they should. Node built-ins only.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { makeDockerArchive } from './demo/harbour-tea-1.mjs';
import { makeOciArchive } from './demo/harbour-tea-2.mjs';
import { insideOf } from './demo/inside.mjs';

const folder = new URL('../public/demo/', import.meta.url);
const images = [
  { name: 'harbour-tea-1.0.tar', make: makeDockerArchive },
  { name: 'harbour-tea-2.0.oci.tar', make: makeOciArchive },
];

for (const { name, make } of images) {
  const file = new URL(name, folder);
  const archive = make();
  if (process.argv.includes('--check')) {
    const same =
      existsSync(file) && isDeepStrictEqual(insideOf(readFileSync(file)), insideOf(archive));
    console.log(`${name}: ${same ? 'as it should be' : 'not what this script makes'}`);
    if (!same) process.exitCode = 1;
  } else {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, archive);
    console.log(`${name}: ${Math.round(archive.length / 1000)} kB`);
  }
}
