/** The log of every process: one JSON line an event on standard error, with ids, codes and counts and never content. */
import { createRequire } from 'node:module';
import { isatty } from 'node:tty';
import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import type * as Pretty from 'pino-pretty';
import type { Config } from '../config/schema.ts';
import { codeOf } from '../errors/hallpass-error.ts';
import type { MessageId } from '../message/message-id.ts';
import { describeError, isError } from './describe-error.ts';
import { scrub } from './scrub.ts';

const standardError = 2;

/**
 * @param settings `log` of the configuration; `auto` is pretty on a terminal and JSON otherwise
 * @param stream where the lines go instead of standard error
 */
export function createLogger(settings: Config['log'], stream?: DestinationStream): Logger {
  const onTerminal = stream === undefined && isatty(standardError);
  const usePretty = settings.format === 'pretty' || (settings.format === 'auto' && onTerminal);
  const out = stream ?? destination({ dest: standardError, sync: true });
  return pino(
    {
      level: settings.level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }), log: withDescribedErrors },
      serializers: { err: describeError, error: describeError },
      hooks: {
        logMethod(args, method) {
          method.apply(this, withoutErrorTexts(args));
        },
        streamWrite: scrubbed,
      },
    },
    usePretty ? prettyStream(out, onTerminal) : out,
  );
}

/** A logger that puts the message's id on each line. */
export function messageLogger(logger: Logger, messageId: MessageId): Logger {
  return logger.child({ messageId });
}

function prettyStream(stream: DestinationStream, colorize: boolean): DestinationStream {
  const { prettyFactory } = createRequire(import.meta.url)('pino-pretty') as typeof Pretty;
  const format = prettyFactory({ colorize, translateTime: 'SYS:HH:MM:ss.l', ignore: 'pid' });
  return { write: (line) => stream.write(format(line)) };
}

/** pino takes the text of an error as the text of the line where none is given: ours is the error's code. */
function withoutErrorTexts(args: Parameters<Logger['info']>): Parameters<Logger['info']> {
  const [first, ...rest] = args as readonly unknown[];
  const error = errorIn(first);
  if (error === undefined) return args;
  const fields = isError(first) ? { err: first } : first;
  return [fields, ...(rest.length === 0 ? [codeOf(error)] : rest)] as Parameters<Logger['info']>;
}

function errorIn(first: unknown): Error | undefined {
  if (isError(first)) return first;
  if (typeof first !== 'object' || first === null || !('err' in first)) return undefined;
  return isError(first.err) ? first.err : undefined;
}

/** Own fields of foreign errors hold queries, replies and parameters, so they are described wherever they stand. */
function withDescribedErrors(fields: Record<string, unknown>): Record<string, unknown> {
  if (!Object.entries(fields).some(([key, value]) => key !== 'err' && key !== 'error' && isError(value))) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, isError(value) ? describeError(value) : value]),
  );
}

function scrubbed(line: string): string {
  const fields = JSON.parse(line) as Record<string, unknown>;
  return `${JSON.stringify(scrub(fields))}\n`;
}
