import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueSelfSigned } from '../../src/adapters/issue/issue-self-signed.ts';
import { DAY, SECOND } from '../../src/domain/time.ts';

/**
 * Creates directories of distinct certificates in `directory`, one per file, unless they exist.
 * @param sizes in descending order
 */
export async function makeTrees(
  directory: string,
  sizes: readonly number[],
  generator: string | undefined,
): Promise<ReadonlyMap<number, string>> {
  const trees = new Map<number, string>();
  let largest: string | undefined;
  for (const size of sizes) {
    const tree = join(directory, `flat-${size}`);
    if (!existsSync(tree)) {
      const making = `${tree}.making`;
      mkdirSync(making, { recursive: true });
      if (largest !== undefined) copyFirst(largest, making, size);
      else if (generator !== undefined) generate(generator, making, size);
      else await issue(making, size);
      renameSync(making, tree);
    }
    largest ??= tree;
    trees.set(size, tree);
  }
  return trees;
}

function generate(generator: string, tree: string, size: number): void {
  execFileSync(generator, ['-n', String(size), '-layout', 'flat', '-out', tree], { stdio: 'pipe' });
  // These files are only for checks of the fields, and are larger than a whole store.
  for (const name of ['manifest.tsv', 'ca-bundle.txt']) rmSync(join(tree, name), { force: true });
}

/** Copies files. Links would be more work for a reader that counts a file with two names once. */
function copyFirst(from: string, to: string, count: number): void {
  const names = readdirSync(from).filter((name) => name.endsWith('.pem'));
  for (const name of names.sort().slice(0, count)) copyFileSync(join(from, name), join(to, name));
}

async function issue(tree: string, size: number): Promise<void> {
  const notBefore = Math.floor(Date.now() / SECOND) * SECOND;
  for (let index = 0; index < size; index += 1) {
    const commonName = `host${String(index).padStart(6, '0')}.bench.example`;
    const notAfter = notBefore + (30 + (index % 700)) * DAY;
    const dnsNames = [commonName, `mail.${commonName}`];
    const issued = await issueSelfSigned.issue({
      subject: `CN=${commonName}`,
      dnsNames,
      ipAddresses: [],
      notBefore,
      notAfter,
      key: 'ec-p256',
    });
    writeFileSync(join(tree, `c${String(index).padStart(6, '0')}.pem`), issued.certificatePem);
  }
}
