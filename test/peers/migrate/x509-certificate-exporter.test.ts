import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { FILE_SITUATIONS, fileConnectors, writeCertificateFiles } from './certificate-files.ts';
import { guideTable } from './guide-table.ts';
import { Monitored } from './monitored.ts';

const PAGE = 'migrate-from-x509-certificate-exporter';

/** Returns the situation, and the columns of mailcertd. Debian has no package of the exporter. */
function ownColumns(row: readonly string[]): readonly (string | undefined)[] {
  return [row[0], ...row.slice(-2)];
}

/** Returns whether the metrics contain the expiry of a file. */
function expiryOf(metrics: string, file: string): 'present' | 'missing' {
  const samples = metrics.split('\n').filter((line) => line.startsWith('x509_cert_not_after{'));
  return samples.some((line) => line.includes(`filepath="${file}"`)) ? 'present' : 'missing';
}

describe('the guide for x509-certificate-exporter', () => {
  test('has the verdicts of mailcertd for each certificate file', async () => {
    using directory = temporaryDirectory();
    const files = writeCertificateFiles(directory);
    const pairs = FILE_SITUATIONS.map((situation) => [situation, files.of(situation)] as const);
    const monitored = new Monitored(directory, fileConnectors(files.rootFile, pairs));
    const { events, metrics } = await monitored.watching(async () => ({
      events: await monitored.openConditions(FILE_SITUATIONS),
      metrics: await monitored.run('metrics'),
    }));
    const seen = FILE_SITUATIONS.map((situation, index) => [
      situation,
      expiryOf(metrics, files.of(situation).file),
      events[index],
    ]);
    expect(seen).toEqual(guideTable(PAGE, 'Verdicts').map(ownColumns));
  });

  test('has the verdicts of mailcertd for each certificate that no connector uses', async () => {
    const situations = ['expires in 10 days', 'expired 2 days ago'] as const;
    const seen: unknown[] = [];
    for (const situation of situations) {
      using directory = temporaryDirectory();
      const files = writeCertificateFiles(directory);
      const store = `stores: [{ name: other, path: ${files.of(situation).file} }]`;
      const monitored = new Monitored(directory, [store, `trust: [{ enterprise: ${files.rootFile} }]`]);
      await monitored.watching(async () => {
        const metrics = await monitored.run('metrics');
        expect(metrics).toContain('mailcertd_open_conditions{level="warning"} 1\n');
        seen.push([situation, expiryOf(metrics, files.of(situation).file), ...(await monitored.allConditions())]);
      });
    }
    expect(seen).toEqual(guideTable(PAGE, 'Verdicts', 2).map(ownColumns));
  });
});
