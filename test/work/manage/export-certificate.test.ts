import { expect, it } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { ExportTarget } from '../../../src/work/ports/stores.ts';
import { kept } from '../../domain/store-change/context.ts';
import { ASKED, OrderStage } from './order-stage.ts';

const TARGET: ExportTarget = { path: '/root/mail.p12', format: 'pkcs12', passwordFile: '/root/password' };
const noted = (isExportable: boolean): StoredCertificate => ({
  ...kept('A', { dnsNames: ['mail.contoso.com'] }),
  note: { friendlyName: undefined, isExportable, requestedBy: ASKED },
});

it.each<[string, StoredCertificate, string]>([
  ['marked exportable', noted(true), 'done'],
  ['that no command put there', kept('A'), 'done'],
  ['marked not exportable', noted(false), 'not-exportable'],
  ['without its key', kept('A', { key: 'missing' }), 'key-unusable'],
  ['that is not there', kept('B'), 'not-found'],
])('a certificate %s: %s', async (_, stored, came) => {
  const stage = new OrderStage();
  stage.store.certificates = [stored];
  const outcome = await stage.orders.export('A'.padEnd(40, '0'), TARGET, new AbortController().signal);
  expect(outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind).toBe(came);
  expect(stage.exported).toEqual(came === 'done' ? [{ stored, target: TARGET }] : []);
});
