/** What an OCI layout keeps under `blobs/`: each content once, named by its hash. */
import { gzipSync } from 'node:zlib';
import { digestOf } from './build-image.mjs';
import { goJson } from './go-json.mjs';
import { writeTar } from './tar.mjs';

/**
 * @typedef {import('./build-image.mjs').BuiltImage} BuiltImage
 * @typedef {{ mediaType: string, digest: string, size: number }} Descriptor
 */

const OCI = 'application/vnd.oci.image';

export class Blobs {
  /** @type {Map<string, Buffer>} */
  #byDigest = new Map();

  /**
   * @param {Buffer} bytes
   * @param {string} mediaType
   * @returns {Descriptor}
   */
  add(bytes, mediaType) {
    const digest = digestOf(bytes);
    this.#byDigest.set(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  }

  /**
   * @param {object} fields of the manifest
   * @returns {Descriptor}
   */
  addManifest(fields) {
    const mediaType = `${OCI}.manifest.v1+json`;
    return this.add(goJson({ schemaVersion: 2, mediaType, ...fields }), mediaType);
  }

  addIndex(/** @type {readonly object[]} */ manifests) {
    const mediaType = `${OCI}.index.v1+json`;
    return this.add(goJson({ schemaVersion: 2, mediaType, manifests }), mediaType);
  }

  /** An image with its layers compressed. */
  addImage(/** @type {BuiltImage} */ image) {
    const config = this.add(image.config, `${OCI}.config.v1+json`);
    const layers = image.layers.map((tar) => this.add(gzip(tar), `${OCI}.layer.v1.tar+gzip`));
    return { config, layers, manifest: this.addManifest({ config, layers }) };
  }

  /**
   * The whole layout as a tar, without times, as Docker and BuildKit write it.
   * @param {Record<string, object>} files beside the blobs, in order
   */
  archive(files) {
    const common = { mtime: 0 };
    const folder = (/** @type {string} */ name) =>
      /** @type {const} */ ({ ...common, name: Buffer.from(name), type: '5', mode: 0o755 });
    const file = (
      /** @type {string} */ name,
      /** @type {Buffer} */ body,
      /** @type {number} */ mode,
    ) => /** @type {const} */ ({ ...common, name: Buffer.from(name), type: '0', mode, body });
    const blobs = [...this.#byDigest].sort(([a], [b]) => (a < b ? -1 : 1));
    return writeTar([
      folder('blobs/'),
      folder('blobs/sha256/'),
      ...blobs.map(([digest, body]) => file(`blobs/${digest.replace(':', '/')}`, body, 0o444)),
      ...Object.entries(files).map(([name, value]) => file(name, goJson(value), 0o644)),
    ]);
  }
}

function gzip(/** @type {Buffer} */ tar) {
  const bytes = gzipSync(tar, { level: 9 });
  // zlib names the system it runs on, Go says unknown: the same everywhere.
  bytes[9] = 0xff;
  return bytes;
}
