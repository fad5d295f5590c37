/** A docker save of 20 GB that takes next to no room on disk: its files are holes. */
import { cached } from '../cache.mjs';
import { TarWriter } from './tar-writer.mjs';

const BLOCK = 512;
const END_BYTES = 2 * BLOCK;
const GIANTS = 4;
const GIANT_BYTES = 9_718_750 * BLOCK;
const GIANT_LAYER_BYTES = GIANTS * (BLOCK + GIANT_BYTES) + END_BYTES;
const SMALL_FILES = 20;
const SMALL_LAYER_BYTES = SMALL_FILES * 2 * BLOCK + END_BYTES;

export const GIANT_IMAGE_ENTRIES = GIANTS + SMALL_FILES;

/** Without diff IDs: checking them would read all 20 GB, after opening. */
export function giantImage() {
  return cached('giant-save.tar', (path) => {
    const tar = new TarWriter(path);
    const giants = tar.hole('giants/layer.tar', GIANT_LAYER_BYTES);
    const small = tar.hole('small/layer.tar', SMALL_LAYER_BYTES);
    const layers = ['giants/layer.tar', 'small/layer.tar'];
    const config = { os: 'linux', architecture: 'amd64' };
    const manifest = [{ Config: 'config.json', RepoTags: ['onionskin/giant:1'], Layers: layers }];
    tar.file('config.json', Buffer.from(JSON.stringify(config)));
    tar.file('manifest.json', Buffer.from(JSON.stringify(manifest)));
    tar.end();
    writeGiants(new TarWriter(path, giants));
    writeSmall(new TarWriter(path, small));
  });
}

/** @param {TarWriter} tar */
function writeGiants(tar) {
  for (let i = 0; i < GIANTS; i++) tar.hole(`disk-${i}.img`, GIANT_BYTES);
  tar.end();
}

/** @param {TarWriter} tar */
function writeSmall(tar) {
  for (let i = 0; i < SMALL_FILES; i++) tar.file(`readme-${i}`, Buffer.from(`disk ${i}\n`));
  tar.end();
}
