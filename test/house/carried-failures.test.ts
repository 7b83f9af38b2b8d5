import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const DOMAIN = resolve(import.meta.dirname, '../../src/domain');

/**
 * Returns the lines of a source that take the detail of a problem, and leave out its failure. The
 * detail of a rejected certificate is not an error of mailcertd.
 */
function lossyLines(path: string): readonly string[] {
  return readFileSync(join(DOMAIN, path), 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      /\breason\b[^{}]*\bdetail\b[^{}]*\}\s*(?:=|:)/.test(line) && !/failure|RejectedCertificate/.test(line)
        ? [`${path}:${index + 1}: ${line.trim()}`]
        : [],
    );
}

// `errorFacts` takes the reason and the error of a problem with its failure, which is the only form
// of the error that can be shown in Japanese.
test('rules and evidence take the error of a problem with its failure', () => {
  const files = ['rule', 'evidence', 'condition', 'served'].flatMap((directory) =>
    readdirSync(join(DOMAIN, directory)).map((file) => join(directory, file)),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap(lossyLines)).toEqual([]);
});
