/** Bodies of webhooks: our own JSON, a message of Slack's Block Kit, and an Adaptive Card as Teams takes it from a workflow. */
import { pathOf, titleOf, type AlertPost } from './alert.ts';

export type WebhookFormat = 'json' | 'slack' | 'teams';

/** @param publicUrl of the console, without a slash at the end; empty where it is not known */
export function webhookBody(format: WebhookFormat, post: AlertPost, publicUrl: string, hostname: string): string {
  const link = publicUrl === '' ? undefined : `${publicUrl}${pathOf(post)}`;
  const title = titleOf(post);
  if (format === 'json') {
    const { id, status, kind, subject, summary, messageId, raisedAt, at } = post;
    const data = { id, kind, subject, title, summary, messageId, raisedAt, link: link ?? null, gateway: hostname };
    return JSON.stringify({ type: `hallpass.alert.${status}`, timestamp: at, data });
  }
  return JSON.stringify(format === 'slack' ? slack(title, post, link, hostname) : teams(title, post, link, hostname));
}

/** https://docs.slack.dev/messaging/formatting-message-text: three characters have a meaning. */
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function slack(title: string, { summary }: AlertPost, link: string | undefined, hostname: string): object {
  const lines = [`*${escaped(title)}*`, escaped(summary), `_${escaped(hostname)}_`];
  if (link !== undefined) lines.push(`<${escaped(link)}|Open the console>`);
  const text = { type: 'mrkdwn', text: lines.join('\n'), verbatim: true };
  return { text: escaped(`${title}: ${summary}`), blocks: [{ type: 'section', text }] };
}

/** Text blocks read Markdown, so each of its characters is escaped. */
const plain = (text: string): string => text.replace(/[\\`*_[\]()#~]/g, '\\$&');

function teams(title: string, { summary, status }: AlertPost, link: string | undefined, hostname: string): object {
  const block = (text: string, more: object = {}) => ({ type: 'TextBlock', text: plain(text), wrap: true, ...more });
  const color = status === 'raised' ? 'Attention' : 'Good';
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      block(title, { weight: 'Bolder', size: 'Medium', color }),
      block(summary),
      block(hostname, { isSubtle: true }),
    ],
    ...(link === undefined ? {} : { actions: [{ type: 'Action.OpenUrl', title: 'Open the console', url: link }] }),
  };
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content };
  return { type: 'message', attachments: [attachment] };
}
