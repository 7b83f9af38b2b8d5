import type { TemporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { OwnPostfix } from '../../found/own-postfix.ts';
import { freePort } from '../../free-port.ts';
import type { MailServer, ServerSettings } from './mail-server.ts';

/**
 * Settings that keep a single process. By default, a new process would read the new file without a
 * reload.
 */
const KEEPS = { max_idle: '1h', max_use: '10000', smtpd_peername_lookup: 'no', notify_classes: '' };

/** Makes a Postfix that is not started yet. */
export async function makePostfix(files: TemporaryDirectory, name: string): Promise<MailServer> {
  const [port, postfix] = [await freePort(), new OwnPostfix(files, name)];
  return {
    ...{ protocol: 'smtp', port },
    reloadCommand: ['/usr/sbin/postfix', '-c', postfix.directory, 'reload'],
    write({ certificateFile, keyFile, starttls, isRefusing }: ServerSettings) {
      postfix.write(
        {
          ...KEEPS,
          inet_interfaces: '127.0.0.1',
          inet_protocols: 'ipv4',
          // Postfix answers STARTTLS with 454 if it cannot load its configured files.
          smtpd_tls_cert_file: isRefusing ? `${certificateFile}.missing` : certificateFile,
          smtpd_tls_key_file: keyFile,
          smtpd_tls_security_level: starttls ? 'may' : 'none',
        },
        [`127.0.0.1:${port} inet n - n - 1 smtpd`],
      );
    },
    apply: () => postfix.apply(false),
    stop: () => postfix.stop(),
    [Symbol.dispose]: () => postfix[Symbol.dispose](),
  };
}
