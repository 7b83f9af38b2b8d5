// Receives the messages of notifiers over HTTP and SMTP, and appends them to a file, one line of JSON
// per message.
//
//   receivers.mjs HTTP_PORT SMTP_PORT FILE
import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';

const [httpPort, smtpPort, file] = process.argv.slice(2);
const received = (to, body) => appendFileSync(file, `${JSON.stringify({ to, body })}\n`);

createHttpServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text) => {
    body += text;
  });
  request.on('end', () => {
    received(request.url, body);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
}).listen(Number(httpPort), '127.0.0.1');

/** Accepts every command of a session; the data after DATA is a mail. */
createServer((socket) => {
  let buffer = '';
  let isMail = false;
  socket.on('error', () => undefined).write('220 mail\r\n');
  socket.setEncoding('utf8').on('data', (text) => {
    buffer += text;
    for (;;) {
      const end = buffer.indexOf(isMail ? '\r\n.\r\n' : '\r\n');
      if (end === -1) return;
      const line = buffer.slice(0, end);
      buffer = buffer.slice(end + (isMail ? 5 : 2));
      if (isMail) received('mail', line);
      isMail = !isMail && /^DATA/i.test(line);
      socket.write(isMail ? '354 go on\r\n' : '250 ok\r\n');
    }
  });
}).listen(Number(smtpPort), '127.0.0.1', () => writeFileSync(`${file}.ready`, ''));
