/**
 * Which way a piece of evidence may speak. What is known beforehand need not be learnt, and must not be unlearnt from a corpus: that many
 * students are named is no reason to doubt any of them, and what stands nearer to a name is never less likely to be said of it.
 */
const forIt = [
  ...[
    'student odds',
    'student best odds',
    'on roster',
    'roster agrees',
    'roster number',
    'roster gives it',
    'roster relative',
  ],
  ...[
    'family owner odds',
    'relative family odds',
    'statement odds',
    'known words',
    'students',
    'given name near',
    'aligned',
  ],
  ...['same field', 'same record', 'same line', 'same sentence', 'same paragraph', 'same part'],
  ...['list item of name', 'heads list of name', 'repeated', 'repeated share'],
];
const against = [
  ...['roster gives it to another', 'lines apart', 'sentences apart', 'rank', 'another name on line', 'other number'],
  ...['zone legal', 'zone notice'],
];
const forCases = [
  ...[
    'by models',
    'by rules',
    'student by models',
    'student by rules',
    'rule reasons',
    'students by rules',
    'students alike',
  ],
  ...['other kinds of the student', 'school talk'],
];

/** By feature of the pair models and, with `pair ` before them, of the joint models: 1 where more of it only speaks for a finding, -1 where only against. */
export const directions: Readonly<Record<string, 1 | -1>> = Object.fromEntries([
  ...forIt.flatMap((feature) => [feature, `pair ${feature}`].map((name) => [name, 1] as const)),
  ...against.flatMap((feature) => [feature, `pair ${feature}`].map((name) => [name, -1] as const)),
  ...forCases.map((feature) => [feature, 1] as const),
]);
