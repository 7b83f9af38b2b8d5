import type { TemporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { OwnNginx } from '../../found/own-nginx.ts';
import { freePort } from '../../free-port.ts';
import type { MailServer, ServerSettings } from './mail-server.ts';

function settingsOf(port: number, { certificateFile, keyFile, starttls, isRefusing }: ServerSettings): string {
  if (isRefusing)
    return `stream { server { listen 127.0.0.1:${port}; return "421 4.3.2 Service not available\\r\\n"; } }`;
  return `mail {
  server_name mail01.contoso.com;
  auth_http 127.0.0.1:9;
  server {
    listen 127.0.0.1:${port};
    protocol smtp;
    smtp_auth none;
    starttls ${starttls ? 'on' : 'off'};
    ssl_certificate ${certificateFile};
    ssl_certificate_key ${keyFile};
  }
}`;
}

/** Makes an nginx that is a proxy for SMTP and is not started yet. */
export async function makeNginx(files: TemporaryDirectory, name: string): Promise<MailServer> {
  const [port, nginx] = [await freePort(), new OwnNginx(files, name)];
  return {
    protocol: 'smtp',
    port,
    reloadCommand: nginx.reload,
    write: (settings) => nginx.write(settingsOf(port, settings)),
    apply: () => nginx.apply(),
    stop: () => nginx.stop(),
    [Symbol.dispose]: () => nginx[Symbol.dispose](),
  };
}
