/** Alerts of a process: what it looks at, and how an alert becomes a mail. */
import { hostname as machineName } from 'node:os';
import type { Logger } from 'pino';
import type { ActContext } from '../act/act-context.ts';
import type { HopStates } from '../act/deliver/hop-states.ts';
import { composeAlertMail } from '../act/notices/alert-mail.ts';
import { pathOf, titleOf, type AlertPost } from '../alerts/alert.ts';
import { startAlerts } from '../alerts/start-alerts.ts';
import type { Config } from '../config/schema.ts';
import type { AlertReport, AlertStore } from '../store/alerts.ts';
import type { RosterStore } from '../store/rosters.ts';
import type { Archiving } from './archiving.ts';
import type { BackPressure } from './back-pressure.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Storage } from './storage.ts';

export interface AlertingParts {
  readonly config: Config;
  readonly log: Logger;
  readonly roles: ReadonlySet<string>;
  readonly lifecycle: Lifecycle;
  readonly alerts: AlertStore;
  readonly rosters: Pick<RosterStore, 'active' | 'syncs'>;
  readonly hops: Pick<HopStates, 'all'>;
  readonly context: ActContext;
  readonly pressure: Pick<BackPressure, 'putOff'>;
  readonly archiving: Pick<Archiving, 'status'>;
  readonly policyRefused: () => boolean;
  readonly storage: Pick<Storage, 'db'>;
}

/** Every process looks at its own disk; the certificate belongs to `receive`, the next hops and what is stored to `deliver`. */
export async function startAlerting(parts: AlertingParts): Promise<void> {
  const { config, log, roles, lifecycle, alerts, rosters, hops, context, pressure, archiving, storage } = parts;
  const host = machineName();
  const running = await startAlerts({
    config,
    log,
    alerts,
    host,
    // Processes on one machine have HTTP ports of their own.
    source: `${host}:${config.http.port}`,
    shared: roles.has('deliver'),
    certFile: roles.has('receive') ? config.smtp.tls?.certFile : undefined,
    hops: () => hops.all(),
    putOff: () => pressure.putOff(),
    policyRefused: parts.policyRefused,
    rosterAt: async () => (await rosters.active())?.importedAt,
    rosterSyncs: () => rosters.syncs.last(),
    archives: () => archiving.status(storage.db),
    mails: mailsAbout(config, context),
    onError: lifecycle.onError('alerts'),
  });
  lifecycle.started(running, (alerting) => alerting.stop());
}

function mailsAbout({ alerts }: Pick<Config, 'alerts'>, context: ActContext): AlertReport['mails'] {
  const mailOf = (post: AlertPost) =>
    composeAlertMail(context.settings, alerts.mail, {
      alertId: post.id,
      ended: post.status === 'ended',
      title: titleOf(post),
      summary: post.summary,
      raisedAt: new Date(post.raisedAt),
      at: new Date(post.at),
      link: `${context.publicUrl}${pathOf(post)}`,
    });
  return (post) => (alerts.mail.length === 0 ? [] : [mailOf(post)]);
}
