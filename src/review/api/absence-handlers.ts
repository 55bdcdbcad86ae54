/** Handlers of the routes by which people who review say when they are absent, and who stands in for them. */
import type { Caller, ReviewHandlers } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import { actorOf, type ReviewParts } from './review-parts.ts';
import { mayStandIn } from './stand-in.ts';

type AbsenceHandlers = Pick<ReviewHandlers, 'absence' | 'setAbsence' | 'endAbsence' | 'assignees'>;

const longestDays = 366;
const DAY_MS = 86_400_000;

export function createAbsenceHandlers(parts: ReviewParts): AbsenceHandlers {
  const { absences } = parts.review;
  const deputiesOf = async ({ account, schools }: Caller) =>
    (await parts.people()).filter((person) => mayStandIn(person, { id: account.id, role: account.role, schools }));
  return {
    async absence({ caller }) {
      const [absence, people, deputies] = await Promise.all([
        absences.of(caller.account.id, parts.now()),
        parts.people(),
        deputiesOf(caller),
      ]);
      const deputy = people.find(({ id }) => id === absence?.deputyId);
      return {
        absence:
          absence && deputy ? { deputy: shown(deputy), firstDay: absence.firstDay, lastDay: absence.lastDay } : null,
        deputies: deputies.map(shown),
      };
    },
    async setAbsence({ caller, body: { deputy, firstDay, lastDay } }) {
      if (!(await deputiesOf(caller)).some(({ id }) => id === deputy))
        throw invalid('deputy', 'This person cannot stand in for you');
      const startsAt = parts.dayStart(firstDay);
      const endsAt = parts.dayStart(nextDay(lastDay));
      if (endsAt <= startsAt) throw invalid('lastDay', 'The last day is before the first');
      if (endsAt <= parts.now()) throw invalid('lastDay', 'The last day has passed');
      if (endsAt.getTime() - startsAt.getTime() > longestDays * DAY_MS)
        throw invalid('lastDay', 'An absence of more than a year is not possible');
      await absences.set({ deputyId: deputy, firstDay, lastDay, startsAt, endsAt }, actorOf(caller));
      return undefined;
    },
    async endAbsence({ caller }) {
      if (!(await absences.end(actorOf(caller)))) throw new ApiProblem('not-found');
      return undefined;
    },
    async assignees() {
      const [people, absent] = await Promise.all([parts.people(), absences.at(parts.now())]);
      return {
        people: people.map((person) => ({ ...shown(person), absentUntil: absent.get(person.id)?.lastDay ?? null })),
      };
    },
  };
}

const shown = ({ id, name }: { readonly id: string; readonly name: string }) => ({ id, name });

function invalid(path: string, message: string): ApiProblem {
  return new ApiProblem('request.invalid', { fields: [{ path, message }] });
}

function nextDay(isoDate: string): string {
  return new Date(Date.parse(`${isoDate}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}
