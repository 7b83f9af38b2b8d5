import { renameSync, rmSync } from 'node:fs';
import type { TemporaryFolder } from '../../fixtures/temporary-folder.ts';

/** A way in which a certificate takes another's place, as some program does it. */
export interface Change {
  readonly title: string;
  /** Lays out a store with the first certificate in it; answers the store's path. */
  readonly before: (folder: TemporaryFolder, pem: string) => string;
  readonly change: (folder: TemporaryFolder, pem: string) => void;
}

export const CHANGES: readonly Change[] = [
  {
    title: 'rewritten in place',
    before: (folder, pem) => {
      folder.write('store/mail.pem', pem);
      return folder.at('store');
    },
    change: (folder, pem) => folder.write('store/mail.pem', pem),
  },
  {
    title: 'replaced by rename',
    before: (folder, pem) => {
      folder.write('store/mail.pem', pem);
      return folder.at('store');
    },
    change: (folder, pem) => renameSync(folder.write('store/.fresh', pem), folder.at('store/mail.pem')),
  },
  {
    title: 'behind a link that is re-pointed, as certbot does',
    before: (folder, pem) => {
      folder.write('archive/mail1.pem', pem);
      folder.link('store/live/mail.pem', '../../archive/mail1.pem');
      return folder.at('store');
    },
    change: (folder, pem) => {
      folder.write('archive/mail2.pem', pem);
      folder.link('store/live/mail.pem', '../../archive/mail2.pem');
    },
  },
  {
    title: 'rewritten where a link leads',
    before: (folder, pem) => {
      folder.write('archive/mail1.pem', pem);
      folder.link('store/mail.pem', '../archive/mail1.pem');
      return folder.at('store');
    },
    change: (folder, pem) => folder.write('archive/mail1.pem', pem),
  },
  {
    title: 'behind a folder that is swapped, as Kubernetes does',
    before: (folder, pem) => {
      folder.write('store/..1/tls.crt', pem);
      folder.link('store/..data', '..1');
      folder.link('store/tls.crt', '..data/tls.crt');
      return folder.at('store');
    },
    change: (folder, pem) => {
      folder.write('store/..2/tls.crt', pem);
      folder.link('store/..data', '..2');
      rmSync(folder.at('store/..1'), { recursive: true });
    },
  },
  {
    title: 'in the one file that is the store',
    before: (folder, pem) => folder.write('mail.pem', pem),
    change: (folder, pem) => renameSync(folder.write('fresh', pem), folder.at('mail.pem')),
  },
  {
    title: 'in a folder that a glob comes to match',
    before: (folder, pem) => {
      folder.write('live/a/mail.pem', pem);
      return folder.at('live/*/mail.pem');
    },
    change: (folder, pem) => {
      folder.write('live/b/mail.pem', pem);
      rmSync(folder.at('live/a'), { recursive: true });
    },
  },
  {
    title: 'in a folder that is removed and made again',
    before: (folder, pem) => {
      folder.write('store/mail.pem', pem);
      return folder.at('store');
    },
    change: (folder, pem) => {
      rmSync(folder.at('store'), { recursive: true });
      folder.write('store/mail.pem', pem);
    },
  },
];
