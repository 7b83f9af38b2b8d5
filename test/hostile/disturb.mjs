// Disturbs a store while it is read. `disturb.mjs grow FILE…` appends to files without end. `disturb.mjs remove
// DIRECTORY` removes the files below it one by one, here and there, from the moment a line comes in.
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
      // A prime: each comes once.
      unlinkSync(join(directory, names[(at * 7919) % names.length]));
      at += 1;
      setTimeout(turn, 0);
    };
    turn();
  });
}

if (what === 'grow') grow();
else remove();
