/** The console as people meet it: a real gateway and next hop, a real browser, accounts signed in by their cookie. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Role } from '../../src/review/contract/account.ts';
import { letter, startTestGateway, type ConfigInput, type GatewayStart, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openReviewers, type Reviewer, type Reviewers } from '../review/reviewers.ts';
import { expectBuiltConsole, launchChromium } from './chromium.ts';

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly reviewer: Reviewer;
  /** Errors of the page's scripts and its policy so far; calls that the API refuses are not among them. */
  readonly errors: readonly string[];
}

export interface VisitOptions {
  readonly name?: string;
  readonly schools?: readonly string[];
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  /** Somebody who has an account already. */
  readonly as?: Reviewer;
}

export interface ConsoleScene {
  readonly test: TestGateway;
  readonly host: SmartHost;
  readonly reviewers: Reviewers;
  readonly browser: Browser;
  /** A browser of its own in which an account of the role is signed in; no page is open yet. */
  visit(role: Role, options?: VisitOptions): Promise<Visit>;
  /** A browser of its own in which nobody is signed in. */
  stranger(options?: Pick<VisitOptions, 'width' | 'scheme'>): Promise<Omit<Visit, 'reviewer'>>;
  /** A message that review holds; its id. */
  held(mail?: { to?: readonly string[]; text?: string; subject?: string; raw?: string }): Promise<string>;
  /** Carries a decision out now, whose time to be undone would last an hour. */
  settle(id: string): Promise<void>;
  close(): Promise<void>;
}

export interface SceneOptions {
  readonly config?: ConfigInput;
  readonly oidc?: GatewayStart['oidc'];
  /** False for the product's own detectors and policy in place of marked words. */
  readonly marked?: boolean;
}

export async function openConsole(options: SceneOptions = {}): Promise<ConsoleScene> {
  expectBuiltConsole();
  const host = await startSmartHost();
  const test = await startGatewayOf(host, options);
  const [browser, reviewers] = await Promise.all([launchChromium(), openReviewers(test)]);
  let count = 0;
  const stranger: ConsoleScene['stranger'] = async ({ width = 1440, scheme = 'light' } = {}) => {
    const context = await browser.newContext({
      baseURL: test.http,
      viewport: { width, height: width < 500 ? 844 : 900 },
      colorScheme: scheme,
      reducedMotion: 'reduce',
      locale: 'en-US',
    });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        errors.push(message.text());
      }
    });
    return { page, context, errors };
  };
  return {
    test,
    host,
    reviewers,
    browser,
    async visit(role, { name, schools, width, scheme, as } = {}) {
      const reviewer =
        as ?? (await reviewers.add(role, { ...(name !== undefined && { name }), ...(schools && { schools }) }));
      const visit = await stranger({ ...(width && { width }), ...(scheme && { scheme }) });
      const cookies = (reviewer.headers['cookie'] ?? '').split('; ').map((pair) => {
        const at = pair.indexOf('=');
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url: test.http };
      });
      await visit.context.addCookies(cookies);
      return { ...visit, reviewer };
    },
    stranger,
    async held({ to = ['partner@museum.example'], text = 'please-hold', subject, raw } = {}) {
      count += 1;
      const from = `writer${count}@school.example`;
      const id = await test.accepted({
        sender: from,
        recipients: [...to],
        raw: raw ?? letter({ from, to: to[0]!, text, subject: subject ?? `Trip ${count}` }),
      });
      await test.reaches(id, 'quarantined', 'warned');
      return id;
    },
    async settle(id) {
      await test.sql('UPDATE review_items SET pending_due = now() WHERE message_id = $1', [id]);
      await test.sql('UPDATE messages SET due_at = now() WHERE id = $1', [id]);
    },
    async close() {
      await browser.close();
      await reviewers.close();
      await test.stop();
      await host.down();
    },
  };
}

/** A gateway that refuses its configuration leaves nothing running, and the error is its own. */
async function startGatewayOf(
  host: SmartHost,
  { config = {}, oidc, marked = true }: SceneOptions,
): Promise<TestGateway> {
  try {
    return await startTestGateway({
      smarthost: host,
      marked,
      config: { review: { undoSeconds: 3600 }, console: { signInsPerMinute: 10_000 }, ...config },
      ...(oidc && { oidc }),
    });
  } catch (error) {
    await host.down();
    throw error;
  }
}
