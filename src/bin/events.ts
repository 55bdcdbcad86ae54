/** `hallpass events`: how far each output of events has come, and sending events again. */
import { HallpassError } from '../errors/hallpass-error.ts';
import { eventPositions, moveEventPosition } from '../store/event-positions.ts';
import { withStore } from './open-store.ts';
import { operator } from './operator.ts';

export async function list(options: { config?: string; json: boolean }): Promise<void> {
  await withStore(options.config, async ({ database: { db } }) => {
    const positions = await eventPositions(db);
    if (options.json) for (const position of positions) process.stdout.write(`${JSON.stringify(position)}\n`);
    else if (positions.length === 0) process.stdout.write('No events have been sent yet.\n');
    else
      for (const { output, seq, waiting } of positions)
        process.stdout.write(`${output}  has the events up to ${seq}; ${waiting} wait\n`);
  });
}

/** @throws HallpassError cli.usage */
export async function repeat(output: string, options: { config?: string; after: number }): Promise<void> {
  await withStore(options.config, async ({ database: { db } }) => {
    if (!(await moveEventPosition(db, { output, seq: options.after, actor: operator() })))
      throw new HallpassError('cli.usage', 'no output has this name: see "hallpass events list"');
    process.stdout.write(`The events after ${options.after} will be sent to ${output} again.\n`);
  });
}
