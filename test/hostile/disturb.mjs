// Disturbs a store while it is read. `disturb.mjs grow FILE…` appends to files continuously.
// `disturb.mjs remove DIRECTORY` waits for a line on standard input, and then removes the files in
// the directory, one by one in a mixed order.
import { closeSync, openSync, readdirSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const [, , what, ...paths] = process.argv;

function grow() {
  const files = paths.map((path) => openSync(path, 'a'));
  process.stdout.write('ready\n');
  const turn = () => {
    for (let round = 0; round < 100; round += 1) for (const file of files) writeSync(file, 'x');
    setImmediate(turn);
  };
  turn();
  process.stdin.on('end', () => {
    for (const file of files) closeSync(file);
    process.exit();
  });
  process.stdin.resume();
}

function remove() {
  const [directory = ''] = paths;
  const names = readdirSync(directory, { recursive: true }).filter((name) => name.endsWith('.pem'));
  process.stdout.write('ready\n');
  process.stdin.once('data', () => {
    let at = 0;
    const turn = () => {
      if (at === names.length) process.exit();
      // The step is a prime, so that each file is removed once.
      unlinkSync(join(directory, names[(at * 7919) % names.length]));
      at += 1;
      setTimeout(turn, 0);
    };
    turn();
  });
}

if (what === 'grow') grow();
else remove();
