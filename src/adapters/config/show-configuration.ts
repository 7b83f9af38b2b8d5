import { Document, isMap, isPair, isScalar } from 'yaml';
import { definitionOf } from '../../domain/event/catalog.ts';
import { renderDuration } from '../../formats/duration.ts';
import type { LogOutput } from '../../work/ports.ts';
import { renderBriefTime } from './brief-time.ts';
import type { Configuration } from './configuration.ts';
import { showNotifier } from './notifiers/show-notifier.ts';
import { showConnector, showTrust } from './show-connector.ts';
import { renderSize } from './size.ts';

/**
 * The configuration in force, as YAML with every key: what is read from it again is the same configuration. Values from the
 * file are quoted by the YAML writer where they need it.
 */
export function showConfiguration(configuration: Configuration): string {
  const { computer, inventory, probing, settings, timezone } = configuration;
  const { within, share, steps } = settings.expiresSoon;
  const { renewBefore } = configuration.selfSigned;
  const document = new Document(
    {
      computer: computer.fqdn,
      stateDirectory: configuration.stateDirectory,
      schedule: configuration.schedule,
      ...(timezone === undefined ? {} : { timezone }),
      watch: configuration.watch,
      roles: computer.roles,
      profile: settings.profile,
      locale: configuration.locale,
      helpLink: configuration.helpLink,
      stores: inventory.stores.map(({ source: _, ...store }) => store),
      trust: showTrust(configuration.trust),
      internalTransportCertificate: configuration.internalTransportCertificate,
      connectors: inventory.connectors.map(showConnector),
      discover: showDiscover(configuration.discover),
      probing: {
        every: renderBriefTime(probing.everyMs),
        inFlight: probing.inFlight,
        spacing: renderBriefTime(probing.spacingMs),
      },
      expiresSoon: { within: renderDuration(within), share, steps: steps.map(renderDuration) },
      selfSigned: {
        ...configuration.selfSigned,
        renewBefore: renewBefore === undefined ? 'off' : renderDuration(renewBefore),
      },
      repeatInterval: renderDuration(settings.repeatInterval),
      levels: Object.fromEntries(settings.levels),
      logs: configuration.logs.map(showLog),
      notifiers: configuration.notifiers.map(showNotifier),
      retention: configuration.retention,
      proxy: configuration.proxy,
      eventSource: settings.exchangeProvider,
    },
    // An alias for a list that stands there twice would be right, and puzzling.
    { aliasDuplicateObjects: false },
  );
  remark(document, configuration);
  return document.toString({ lineWidth: 0 });
}

/** Says behind what decides how severe events are where that was decided; a comment is no part of the configuration. */
function remark(document: Document, { decidedAt }: Configuration): void {
  const profile = document.get('profile', true);
  if (isScalar(profile)) profile.comment = ` ${decidedAt.profile ?? 'the default'}`;
  const levels = document.get('levels', true);
  if (!isMap(levels)) return;
  for (const pair of levels.items) {
    if (!isPair(pair) || !isScalar(pair.key) || !isScalar(pair.value)) continue;
    const id = Number(pair.key.value);
    const usual = definitionOf(id)?.level;
    pair.value.comment = ` ${decidedAt.levels.get(id) ?? 'the default'}${usual === undefined ? '' : `, in place of ${usual}`}`;
  }
}

function showDiscover({ exchangeExport, ...found }: Configuration['discover']): object {
  return exchangeExport === undefined ? found : { ...found, exchangeExport };
}

function showLog(log: LogOutput): object {
  if (log.to === 'file') return { ...log, maxSize: renderSize(log.maxSize) };
  if (log.to !== 'syslog') return log;
  const { caFile, ...rest } = log;
  return caFile === undefined ? rest : { ...rest, caFile };
}
