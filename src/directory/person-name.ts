/** Takes names of an export apart: nicknames, initials and marks that systems and people write into name cells. */

export interface WrittenName {
  readonly given: string;
  readonly family: string;
  readonly middle: string;
  readonly preferredGiven: readonly string[];
  readonly preferredFamily: string;
}

/** `(Hugh)`, `"Bo"`, `'Bo'`, `[Bo]`; an apostrophe within a name is none of these. */
const bracketed = /\(([^()]*)\)|\[([^[\]]*)\]|["“”]([^"“”]+)["“”]|(?<![\p{L}\p{M}])['‘]([^'‘’]+)['’](?![\p{L}\p{M}])/gu;
const initial = /\s+(\p{L})\.?$/u;
const marksAround = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}.'’)]+$/gu;

/** @returns the same values where there is nothing to take apart */
export function takeApart(name: WrittenName): WrittenName {
  const given = part(name.given);
  const family = part(name.family);
  const { plain, found } = withoutInitial(given.plain);
  return {
    given: plain,
    family: family.plain,
    middle: name.middle || found,
    preferredGiven: [...new Set([...name.preferredGiven, ...given.others])],
    preferredFamily: name.preferredFamily || (family.others[0] ?? ''),
  };
}

function part(text: string): { plain: string; others: readonly string[] } {
  const others: string[] = [];
  const outside = text.replace(bracketed, (_, ...groups: (string | undefined)[]) => {
    others.push(
      groups
        .slice(0, 4)
        .find((group) => group !== undefined)
        ?.trim() ?? '',
    );
    return ' ';
  });
  const plain = outside.replace(/\s+/g, ' ').trim().replace(marksAround, '');
  // A name that is nothing but brackets or marks stays as it is.
  if (!/\p{L}/u.test(plain)) return { plain: text, others: [] };
  return { plain, others: others.filter((other) => /\p{L}/u.test(other)) };
}

function withoutInitial(given: string): { plain: string; found: string } {
  const match = initial.exec(given);
  return match ? { plain: given.slice(0, match.index), found: match[1]! } : { plain: given, found: '' };
}
