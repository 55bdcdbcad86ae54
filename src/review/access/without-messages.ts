/** Handlers for a gateway that serves accounts alone: every other route says that it is not there. */
import { routes } from '../contract/routes.ts';
import type { ReviewHandlers } from './handler.ts';
import { ApiProblem } from './problem.ts';

export function withoutMessages(): ReviewHandlers {
  const refuse = async (): Promise<never> => {
    throw new ApiProblem('not-found');
  };
  return Object.fromEntries(Object.keys(routes).map((id) => [id, refuse])) as unknown as ReviewHandlers;
}
