/** Common short forms of given names in United States schools, so that a roster's Elizabeth is found as Liz. */
import { z } from 'zod';
import { readYamlFile } from '../text/data-file.ts';

const groups = readYamlFile(new URL('./nicknames.yaml', import.meta.url), z.array(z.string()));

const forms = new Map<string, Set<string>>();
for (const group of groups) {
  const names = group.split(' ');
  for (const name of names) {
    const known = forms.get(name) ?? new Set();
    for (const other of names) if (other !== name) known.add(other);
    forms.set(name, known);
  }
}

/** Other forms of a given name; both are folded. */
export function otherForms(given: string): ReadonlySet<string> {
  return forms.get(given) ?? none;
}

const none: ReadonlySet<string> = new Set();
