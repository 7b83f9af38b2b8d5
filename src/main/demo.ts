import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { localeOf } from '../adapters/cli/system-locale.ts';
import type { Configuration } from '../adapters/config/configuration.ts';
import { openEventSink } from '../adapters/log/open-event-sink.ts';
import { serviceStarted } from '../domain/event/catalog/service-started.ts';
import type { EventRecord } from '../domain/event/event-record.ts';
import { counted, when } from '../domain/event/wording.ts';
import type { EventSink } from '../work/ports.ts';
import type { PassOutcome } from '../work/watch/pass.ts';
import { renderingOf } from './compose.ts';
import { DEMO_FOLDER, makeDemoSample } from './demo-sample.ts';
import { run } from './run.ts';
import { VERSION } from './version.ts';

/** What can be typed in another terminal in the same folder, with nothing installed. */
const DEMO_COMMAND = ['npx', 'mailcertd', '--config', `${DEMO_FOLDER}/mailcertd.yaml`] as const;

/** The events that are shown as the Event Viewer shows them; the others take a line each. */
const SHOWN_WHOLE: ReadonlySet<number> = new Set([12014, 12015, 12016]);

const say = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

/** What the sample is, before anything is scanned. */
function introduce({ inventory, computer }: Configuration, isNew: boolean): void {
  const [store] = inventory.stores;
  const names = inventory.connectors.map(
    ({ name, fqdn }) => `${name.padEnd(16)} ${fqdn ?? `(the computer's, ${computer.fqdn})`}`,
  );
  say(
    `mailcertd ${VERSION} demo: a sample store, real files, a real scan. Nothing outside ./${DEMO_FOLDER} is touched. Ctrl-C ends it.`,
    '',
    `  store        ./${relative('', store?.path ?? '')}    ${isNew ? 'issued just now' : 'as it was left'}`,
    ...names.map((line, index) => `${index === 0 ? '  connectors   ' : '               '}${line}`),
    '',
  );
}

/** What the operator may try next, according to what is in the store now. */
function invite(): void {
  const [spare, store] = [`${DEMO_FOLDER}/spare`, `${DEMO_FOLDER}/store`];
  const isMended = existsSync(`${store}/partner.pem`);
  say(
    ...(isMended
      ? [
          'Undo    in another terminal, in this folder:',
          `          rm ${store}/partner.pem ${store}/partner.key`,
          '        and watch 12014 come back here.',
        ]
      : [
          'Mend    in another terminal, in this folder:',
          `          cp ${spare}/partner.pem ${spare}/partner.key ${store}/`,
          '        and watch 12014 clear here.',
        ]),
    `Ask     ${DEMO_COMMAND.join(' ')} status`,
    `        ${DEMO_COMMAND.join(' ')} connectors explain Partner`,
    'Yours   npx mailcertd config init',
    '',
  );
}

/** The counts of a first pass and, where it told nothing new, what is open since when. */
function summarise(outcome: PassOutcome, configuration: Configuration): void {
  const { written, open, observation } = outcome;
  const { locale, offsetMinutes } = renderingOf(configuration);
  const certificates = [...observation.stores.values()].reduce(
    (sum, look) => sum + (look.kind === 'seen' ? look.value.certificates.length : 0),
    0,
  );
  const scanned = `Scanned ${counted(certificates, 'certificate')} and ${counted(configuration.inventory.connectors.length, 'connector')}`;
  const [oldest] = [...open].sort((a, b) => a.toldAt - b.toldAt);
  if (written.length > 0 || oldest === undefined) {
    say(`${scanned}: ${counted(written.length, 'event')}.`, '');
    return;
  }
  const next = oldest.toldAt + configuration.settings.repeatInterval;
  const at = (instant: number): string => when(instant, { locale, offsetMinutes });
  say(
    `${scanned}: nothing new.`,
    `${counted(open.length, 'condition')} still open, told ${at(oldest.toldAt)}; next reminder ${at(next)}.`,
    ...open.map(({ eventId, subject }) => `  ${eventId}  ${subject}`),
    `${DEMO_COMMAND.join(' ')} events shows what was told.`,
    '',
  );
}

/** Makes the sample, runs the daemon on it in the foreground, and says what can be tried. */
export async function demo(): Promise<void> {
  const { file, isNew } = await makeDemoSample(resolve(DEMO_FOLDER));
  let lastOfFirstPass: number | undefined;
  let firstPassDone: () => void = () => undefined;
  const firstPass = new Promise<void>((resolve) => {
    firstPassDone = resolve;
  });
  let invited = false;
  const inviteOnce = (): void => {
    if (!invited) invite();
    invited = true;
  };

  const sinkOf = (configuration: Configuration): EventSink => {
    const rendering = renderingOf(configuration);
    const [whole, line] = (['classic', 'line'] as const).map((format) =>
      openEventSink({ to: 'console', format }, rendering, process),
    );
    return {
      name: 'console',
      durable: false,
      async write(records, signal) {
        await firstPass;
        for (const record of records) {
          if (record.eventId === serviceStarted.eventId) continue;
          const isWhole = SHOWN_WHOLE.has(record.eventId) && record.change === 'raised';
          await (isWhole ? whole : line)?.write([record], signal);
        }
        const isFirstPassTold = (records.at(-1)?.eventRecordId ?? 0) >= (lastOfFirstPass ?? Number.POSITIVE_INFINITY);
        if (isFirstPassTold && !invited) say('');
        if (isFirstPassTold) inviteOnce();
      },
      async [Symbol.asyncDispose]() {
        await whole?.[Symbol.asyncDispose]();
        await line?.[Symbol.asyncDispose]();
      },
    };
  };

  let configuration: Configuration | undefined;
  const passed = (outcome: PassOutcome): void => {
    if (configuration === undefined || lastOfFirstPass !== undefined) return;
    summarise(outcome, configuration);
    const last: EventRecord | undefined = outcome.written.at(-1);
    lastOfFirstPass = last?.eventRecordId ?? 0;
    firstPassDone();
    if (last === undefined) inviteOnce();
  };
  await run({
    file,
    locale: localeOf(process.env),
    verbosity: 'warning',
    command: DEMO_COMMAND,
    overrides: {
      passed,
      sinks: (now) => {
        if (configuration === undefined) introduce(now, isNew);
        configuration = now;
        return [sinkOf(now)];
      },
    },
  });
}
