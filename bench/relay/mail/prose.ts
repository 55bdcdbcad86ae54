/** Text of the benchmark's mails: invented school correspondence, the same for the same seed. */
import { randomNumbers } from '../../../scripts/train/random.ts';

/** Draws from one seeded sequence. */
export interface Draw {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A whole number between both limits, which it may equal. */
  whole(from: number, to: number): number;
  pick<T>(list: readonly T[]): T;
  digits(count: number): string;
  bytes(count: number): Buffer;
}

export interface Person {
  readonly first: string;
  readonly last: string;
}

export function createDraw(seed: number): Draw {
  const next = randomNumbers(seed);
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    pick: (list) => list[whole(0, list.length - 1)]!,
    digits: (count) => Array.from({ length: count }, () => whole(0, 9)).join(''),
    bytes(count) {
      const bytes = Buffer.alloc(count);
      for (let at = 0; at < count; at += 1) bytes[at] = next() * 256;
      return bytes;
    },
  };
}

const words = (text: string): string[] => text.split(' ');
const lines = (text: string): string[] => text.trim().split(/\s*;\s*/);
const firstNames = words(
  'Anna Ben Carla David Elif Farid Grace Hugo Ines Jonas Karin Liam Mona Noah Olga Peter Rosa Samir Tess Victor',
);
const lastNames = words(
  'Adler Brandt Costa Drake Evans Fischer Garcia Hughes Ivanova Jensen Keller Lopez Moreau Novak Okafor Petrov Quinn Rossi Shaw Turner',
);
const topics = lines(
  `the schedule for the spring term; the budget of the science labs; the family conference; the order of the state tests;
  the new library shelves; the enrollment form; the field day; the cafeteria contract; the staff handbook;
  the network maintenance; the field trip to the museum; the quarterly report`,
);
const tasks = words('review confirm update approve discuss forward complete check prepare distribute');
const times = lines(
  `by Friday; before the end of the month; at the meeting on Tuesday; as soon as you can; next week; this afternoon;
  before the break; by 2:30 tomorrow`,
);
const offices = lines(
  `the front office; the business office; the department heads; our supplier; the board; the help desk;
  the steering committee; two of the classroom teachers`,
);
const illnesses = words('asthma migraine diabetes epilepsy');
const streets = words('Alder Birch Cedar Dogwood Hazel Juniper Maple Rowan');

export const personOf = (draw: Draw): Person => ({ first: draw.pick(firstNames), last: draw.pick(lastNames) });
export const topicOf = (draw: Draw): string => draw.pick(topics);
export const birthdayOf = (draw: Draw): string => `${draw.whole(1, 12)}/${draw.whole(1, 28)}/${draw.whole(2009, 2019)}`;

const sentences: readonly ((draw: Draw) => string)[] = [
  (d) => `Please ${d.pick(tasks)} ${topicOf(d)} ${d.pick(times)}.`,
  (d) =>
    `I spoke with ${d.pick(offices)} about ${topicOf(d)}, and they would like us to ${d.pick(tasks)} the draft ${d.pick(times)}.`,
  (d) =>
    `The numbers changed slightly: we now expect ${d.whole(12, 480)} seats and a total of $${d.whole(1, 90)},${d.digits(3)}.`,
  (d) => `As agreed, ${d.pick(offices)} will ${d.pick(tasks)} the second version and send it back ${d.pick(times)}.`,
  (d) => `Could you tell me whether room ${d.whole(100, 420)} is free for ${topicOf(d)}?`,
  (d) => `If nothing else comes up, I suggest that we ${d.pick(tasks)} this ${d.pick(times)} and close the item.`,
  (d) =>
    `Reference ${d.pick(['A', 'B', 'K'])}-${d.digits(6)} covers ${topicOf(d)}; the earlier one, ${d.digits(8)}, is no longer valid.`,
  (d) =>
    `Thank you for your note on ${topicOf(d)}; it answered most of the questions that ${d.pick(offices)} had raised.`,
  (d) => `You can reach me on extension ${d.digits(4)} or at the front desk until ${d.whole(2, 5)} pm.`,
];

/** Paragraphs of at least this many characters together. */
export function proseOf(draw: Draw, characters: number): string[] {
  const paragraphs: string[] = [];
  for (let written = 0; written < characters; written += paragraphs.at(-1)!.length + 2)
    paragraphs.push(Array.from({ length: draw.whole(3, 7) }, () => draw.pick(sentences)(draw)).join(' '));
  return paragraphs;
}

/** One student with date of birth and student number. */
export function studentLine(draw: Draw): string {
  const { first, last } = personOf(draw);
  return `${first} ${last}, born ${birthdayOf(draw)}, student ID ${draw.digits(7)}, grade ${draw.whole(1, 12)}`;
}

/** A paragraph with data of a student, as detectors look for it. */
export function studentParagraph(draw: Draw): string {
  const { first, last } = personOf(draw);
  return draw.pick([
    () => `For the retake list: ${studentLine(draw)}; ${studentLine(draw)}.`,
    () =>
      `The mother of ${first} ${last} (born ${birthdayOf(draw)}, ${draw.whole(1, 99)} ${draw.pick(streets)} Street) can be reached at (312) 555-01${draw.digits(2)}.`,
    () =>
      `${first} ${last} has been excused since Monday (diagnosis: ${draw.pick(illnesses)}); please keep this with student ID ${draw.digits(7)}.`,
  ])();
}
