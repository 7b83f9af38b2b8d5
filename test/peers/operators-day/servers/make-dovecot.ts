import type { TemporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { OwnDovecot } from '../../found/own-dovecot.ts';
import { freePort } from '../../free-port.ts';
import type { MailServer, ServerSettings } from './mail-server.ts';

/** Makes a Dovecot that serves IMAP and is not started yet. */
export async function makeDovecot(files: TemporaryDirectory, name: string): Promise<MailServer> {
  const [port, dovecot] = [await freePort(), new OwnDovecot(files, name)];
  return {
    ...{ protocol: 'imap', port },
    reloadCommand: ['doveadm', '-c', dovecot.file, 'reload'],
    write({ certificateFile, keyFile, starttls }: ServerSettings) {
      dovecot.write(`protocols = imap
listen = 127.0.0.1
ssl = ${starttls ? 'yes' : 'no'}
ssl_server_cert_file = ${certificateFile}
ssl_server_key_file = ${keyFile}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}`);
    },
    apply: () => dovecot.apply(),
    stop: () => dovecot.stop(),
    [Symbol.dispose]: () => dovecot[Symbol.dispose](),
  };
}
