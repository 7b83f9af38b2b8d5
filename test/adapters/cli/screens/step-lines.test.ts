import picocolors from 'picocolors';
import { expect, it } from 'vitest';
import { stepLines } from '../../../../src/adapters/cli/screens/step-lines.ts';
import type { ScreenContext } from '../../../../src/adapters/cli/session/screen-context.ts';
import { storesOf } from '../../../../src/domain/connector/certificate-file.ts';
import type { Connector } from '../../../../src/domain/connector/connector.ts';
import type { Explanation } from '../../../../src/domain/status/status.ts';
import { connector, NOON, stored } from '../../../domain/world.ts';
import { EN } from '../../../formats/event/records.ts';
import { sessionOf } from '../desk.ts';

const FILE = '/etc/ssl/mail.pem';

/** Returns a connector whose server has this one file in its settings. */
const discovered = (inventory: string): Connector =>
  connector(inventory, 'mail.contoso.com', {
    certificateFiles: [FILE],
    source: { inventory, place: `${inventory}.conf:1` },
  });

it('a file that several servers have in their settings is listed and counted once for each connector', () => {
  const connectors = [discovered('postfix'), discovered('dovecot')];
  const explanation: Explanation = {
    connector: discovered('postfix'),
    selection: {
      kind: 'chosen',
      name: { value: 'mail.contoso.com', from: 'connector', files: [FILE] },
      chosen: stored('AE', { dnsNames: ['mail.contoso.com'] }),
      match: 'exact',
      rejected: [],
      lastSeen: undefined,
      isProvisional: false,
    },
    origins: new Map(),
    stores: connectors.flatMap((each) =>
      storesOf({ connectors: [each], stores: [] }).map((store) => ({
        ...{ kind: 'read' as const, store, certificates: 1, problems: [] },
      })),
    ),
    ...{ at: NOON, open: undefined, remedy: undefined, diagnostics: [], served: undefined },
  };
  const { profile, command } = sessionOf({});
  const context: ScreenContext = {
    rendering: EN,
    profile,
    command,
    colors: picocolors.createColors(false),
    width: undefined,
  };
  const lines = stepLines(explanation, context).split('\n');
  expect(lines.find((line) => line.startsWith('3 '))).toMatch(
    / \/etc\/ssl\/mail\.pem \(1\) {2}only its configured files$/,
  );
  expect(lines.find((line) => line.startsWith('4 '))).toMatch(/ 1 of 1$/);
});
