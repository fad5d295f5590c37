/** Image archives around layers that are there, with the digests they really have: the page checks them. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { digestOfFile } from './digest-of-file.mjs';
import { TarWriter } from './tar-writer.mjs';

const OCI = 'application/vnd.oci.image';

/**
 * Writes what `docker save` writes: the layers uncompressed.
 * @param {string} path
 * @param {readonly string[]} tars bottom first
 */
export async function writeDockerSave(path, tars) {
  const tar = new TarWriter(path);
  const names = tars.map((_, i) => `layer-${i}/layer.tar`);
  const config = await describeRoot(tars);
  const manifest = [{ Config: 'config.json', RepoTags: ['onionskin/bench:1'], Layers: names }];
  for (const [i, layer] of tars.entries()) tar.copy(names[i] ?? '', layer);
  tar.file('config.json', asJson(config));
  tar.file('manifest.json', asJson(manifest));
  tar.end();
}

/**
 * Writes an OCI image layout as one tar, with the layers as gzip.
 * @param {string} path
 * @param {readonly { tar: string, gzip: string }[]} layers bottom first
 */
export async function writeOciArchive(path, layers) {
  const tar = new TarWriter(path);
  const blob = (/** @type {Buffer} */ content) => {
    const hex = createHash('sha256').update(content).digest('hex');
    tar.file(`blobs/sha256/${hex}`, content);
    return { digest: `sha256:${hex}`, size: content.length };
  };
  tar.file('oci-layout', asJson({ imageLayoutVersion: '1.0.0' }));
  const descriptors = [];
  for (const { gzip } of layers) {
    const digest = await digestOfFile(gzip);
    tar.copy(`blobs/${digest.replace(':', '/')}`, gzip);
    const { size } = statSync(gzip);
    descriptors.push({ mediaType: `${OCI}.layer.v1.tar+gzip`, digest, size });
  }
  const config = blob(asJson(await describeRoot(layers.map((layer) => layer.tar))));
  const manifest = blob(
    asJson({
      schemaVersion: 2,
      mediaType: `${OCI}.manifest.v1+json`,
      config: { mediaType: `${OCI}.config.v1+json`, ...config },
      layers: descriptors,
    }),
  );
  const manifests = [{ mediaType: `${OCI}.manifest.v1+json`, ...manifest }];
  tar.file('index.json', asJson({ schemaVersion: 2, manifests }));
  tar.end();
}

/** The config of an image. @param {readonly string[]} tars */
async function describeRoot(tars) {
  const diffIds = [];
  for (const tar of tars) diffIds.push(await digestOfFile(tar));
  return { os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: diffIds } };
}

/** @param {unknown} value */
function asJson(value) {
  return Buffer.from(JSON.stringify(value));
}
