/** The root file system that the shop's images start from. */
import { installPackage } from './packages.mjs';

/**
 * @param {import('../file-tree.mjs').FileTree} tree
 * @param {readonly import('./packages.mjs').DebPackage[]} debs
 * @param {import('./program.mjs').Architecture} architecture
 */
export function layBaseSystem(tree, debs, architecture) {
  for (const path of ['/boot', '/dev', '/home', '/mnt', '/opt', '/proc', '/run', '/srv', '/sys']) {
    tree.dir(path);
  }
  tree.dir('/root', { mode: 0o700 });
  tree.dir('/tmp', { mode: 0o1777 });
  tree.dir('/var/tmp', { mode: 0o1777 });
  tree.dir('/var/mail', { mode: 0o2775, gid: 8 });
  for (const name of ['bin', 'lib', 'sbin']) {
    tree.dir(`/usr/${name}`);
    tree.symlink(`/${name}`, `usr/${name}`);
  }
  tree.symlink('/var/run', '/run');
  layAccounts(tree);
  tree.file('/etc/hostname', 'lantern\n');
  tree.file('/etc/shells', '/bin/sh\n/usr/bin/sh\n');
  tree.file('/var/lib/dpkg/status', '');
  for (const deb of debs) installPackage(tree, deb, architecture);
}

function layAccounts(/** @type {import('../file-tree.mjs').FileTree} */ tree) {
  tree.file(
    '/etc/passwd',
    `root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
_apt:x:42:65534::/nonexistent:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`,
  );
  tree.file(
    '/etc/group',
    'root:x:0:\ndaemon:x:1:\ntty:x:5:\nmail:x:8:\nshadow:x:42:\nnogroup:x:65534:\n',
  );
  tree.file('/etc/shadow', 'root:*:20509:0:99999:7:::\nnobody:*:20509:0:99999:7:::\n', {
    mode: 0o640,
    gid: 42,
  });
}

/** The account that the shop runs as. */
export function addShopAccount(/** @type {import('../file-tree.mjs').FileTree} */ tree) {
  tree.file('/etc/passwd', `${tree.read('/etc/passwd')}shop:x:1001:1001::/srv/shop:/bin/sh\n`);
  tree.file('/etc/group', `${tree.read('/etc/group')}shop:x:1001:\n`);
  tree.file('/etc/shadow', `${tree.read('/etc/shadow')}shop:!:20557:0:99999:7:::\n`, {
    mode: 0o640,
    gid: 42,
  });
}
