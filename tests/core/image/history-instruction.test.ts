import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readInstruction } from '../../../src/core/image/history-instruction.ts';

test.each([
  // BuildKit
  ['RUN /bin/sh -c apk add curl # buildkit', 'RUN', 'apk add curl'],
  ['RUN |2 A=b C=d e /bin/sh -c echo $A # buildkit', 'RUN', 'echo $A'],
  ['RUN /bin/bash -o pipefail -c a | b # buildkit', 'RUN', 'a | b'],
  ['COPY --chown=1:1 a b /dst # buildkit', 'COPY', '--chown=1:1 a b /dst'],
  ['ADD base.tar / # buildkit', 'ADD', 'base.tar /'],
  ['ENV PATH=/usr/bin:/bin', 'ENV', 'PATH=/usr/bin:/bin'],
  ['WORKDIR /srv', 'WORKDIR', '/srv'],
  ['CMD ["a" "b \\" c"]', 'CMD', '["a", "b \\" c"]'],
  ['ENTRYPOINT ["/x"]', 'ENTRYPOINT', '["/x"]'],
  ['EXPOSE map[80/tcp:{} 443/tcp:{}]', 'EXPOSE', '80/tcp 443/tcp'],
  ['EXPOSE [80/tcp]', 'EXPOSE', '80/tcp'],
  ['VOLUME [/a /b]', 'VOLUME', '["/a", "/b"]'],
  ['SHELL [/bin/bash -c]', 'SHELL', '["/bin/bash", "-c"]'],
  ['HEALTHCHECK {[CMD-SHELL x] 30s 3s 0s 0s 3}', 'HEALTHCHECK', '{[CMD-SHELL x] 30s 3s 0s 0s 3}'],
  // the classic builder, and buildah
  ['/bin/sh -c #(nop)  CMD ["sh"]', 'CMD', '["sh"]'],
  ['/bin/sh -c #(nop) COPY file:abc in /x ', 'COPY', 'file:abc in /x'],
  ['/bin/sh -c #(nop) ADD dir:abc in / ', 'ADD', 'dir:abc in /'],
  ['/bin/sh -c make all', 'RUN', 'make all'],
  ['|1 A=b /bin/sh -c make all', 'RUN', 'make all'],
  ['cmd /S /C #(nop)  CMD ["cmd"]', 'CMD', '["cmd"]'],
  ['powershell -Command dir', 'RUN', 'dir'],
  // kaniko writes the line itself, others what they like
  ['RUN make', 'RUN', 'make'],
  ['RUN', 'RUN', ''],
  ['jib-maven-plugin:3.4.0', '', 'jib-maven-plugin:3.4.0'],
  ['bazel build //app:image', '', 'bazel build //app:image'],
  ['ko build ko://example.com/app', '', 'ko build ko://example.com/app'],
  ['RUNNING', '', 'RUNNING'],
])('%s', (createdBy, keyword, rest) => {
  expect(readInstruction(createdBy, undefined)).toEqual({ keyword, rest });
});

test('a shell of the image’s own is left out as well', () => {
  expect(
    readInstruction('RUN /.t/busybox sh -ec make # buildkit', undefined, '/.t/busybox sh -ec'),
  ).toEqual({ keyword: 'RUN', rest: 'make' });
});

test('a step that says nothing is told by its comment', () => {
  expect(readInstruction('', 'FROM alpine:3')).toEqual({ keyword: 'FROM', rest: 'alpine:3' });
  expect(readInstruction(' ', 'store paths: [/nix/x]')).toEqual({
    keyword: '',
    rest: 'store paths: [/nix/x]',
  });
  expect(readInstruction('', undefined)).toEqual({ keyword: '', rest: '' });
});

test('text of any length and kind is taken', () => {
  for (const text of [
    `CMD [${'"a" '.repeat(300_000)}]`,
    `CMD ["${'\\'.repeat(300_000)}`,
    `|1 ${' /bin/sh -c'.repeat(100_000)} `,
    ' '.repeat(1_000_000),
    `EXPOSE map[${'80/tcp:{} '.repeat(100_000)}]`,
  ]) {
    expect(typeof readInstruction(text, undefined).rest).toBe('string');
  }
  fc.assert(
    fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), fc.string(), (a, b, c) => {
      expect(typeof readInstruction(a, b, c).keyword).toBe('string');
    }),
  );
});
