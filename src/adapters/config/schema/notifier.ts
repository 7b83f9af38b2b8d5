import * as z from 'zod';
import { describeNoValue } from '../check/describe-issue.ts';
import { alertmanager } from './alertmanager.ts';
import { exec } from './exec.ts';
import { heartbeat } from './heartbeat.ts';
import { mail } from './mail.ts';
import { describeType } from './telling-keys.ts';
import { webhook } from './webhook.ts';
import type { WrittenNotifier } from './written-notifier.ts';

/** What one `notifiers` item takes; `type` says which keys. */
export const notifier: z.ZodType<WrittenNotifier> = z.discriminatedUnion(
  'type',
  [exec, webhook, mail, alertmanager, heartbeat],
  {
    error: ({ code, input }) => {
      if (code !== 'invalid_union') return undefined;
      const type = typeof input === 'object' && input !== null && 'type' in input ? input.type : undefined;
      return type === null ? describeNoValue('type') : describeType(type);
    },
  },
);
