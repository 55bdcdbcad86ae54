/** Selectors of style sheets that name one element: by its name, class, id or attribute. */

interface AttributeSelector {
  readonly tag: string | undefined;
  readonly name: string;
  readonly operator: string;
  readonly value: string;
}

/** More attribute selectors in one message are an attack: each is compared with each element. */
const maxAttributeSelectors = 100;

export class Selectors {
  private readonly simple = new Set<string>();
  private readonly byAttribute: AttributeSelector[] = [];

  /** Adds the selectors of a list (`i, .q, td[align=left]`); those with combinators are left out, except below `html` and `body`. */
  add(list: string): void {
    for (const one of list.split(',')) {
      const written = one.trim().replace(/^(?:(?:html|body|:root|\*)(?:\s*>\s*|\s+))+/i, '');
      const name = written.toLowerCase().replace(/^\*(?=[.#[])/, '');
      if (/^(?:[a-z][a-z0-9]*)?(?:[.#][a-z0-9_-]+)?$/.test(name) && name !== '') this.simple.add(name);
      else if (this.byAttribute.length < maxAttributeSelectors) this.addAttribute(written);
    }
  }

  private addAttribute(written: string): void {
    const found =
      /^([a-z][a-z0-9]*|\*)?\[\s*([\w-]{1,80})\s*(?:([~|^$*]?=)\s*(?:"([^"]*)"|'([^']*)'|([^\]\s]*))\s*[is]?\s*)?\]$/i.exec(
        written,
      );
    if (!found) return;
    const [, tag, name, operator = '', ...values] = found;
    const value = values.find((candidate) => candidate !== undefined) ?? '';
    const known = tag === undefined || tag === '*' ? undefined : tag.toLowerCase();
    this.byAttribute.push({ tag: known, name: name!.toLowerCase(), operator, value });
  }

  /** Whether one of them selects an element. */
  match(tag: string, attributes: ReadonlyMap<string, string>): boolean {
    if (this.byAttribute.some((selector) => selects(selector, tag, attributes))) return true;
    if (this.simple.size === 0) return false;
    if (this.simple.has(tag)) return true;
    const id = attributes.get('id')?.toLowerCase();
    if (id !== undefined && (this.simple.has(`#${id}`) || this.simple.has(`${tag}#${id}`))) return true;
    const classes = attributes.get('class')?.slice(0, 1000).toLowerCase().split(/\s+/) ?? [];
    return classes.some((name) => this.simple.has(`.${name}`) || this.simple.has(`${tag}.${name}`));
  }
}

function selects(
  { tag, name, operator, value }: AttributeSelector,
  element: string,
  attributes: ReadonlyMap<string, string>,
): boolean {
  const actual = tag === undefined || tag === element ? attributes.get(name) : undefined;
  if (actual === undefined) return false;
  switch (operator) {
    case '':
      return true;
    case '=':
      return actual === value;
    case '~=':
      return actual.split(/\s+/).includes(value);
    case '|=':
      return actual === value || actual.startsWith(`${value}-`);
    case '^=':
      return value !== '' && actual.startsWith(value);
    case '$=':
      return value !== '' && actual.endsWith(value);
    default:
      return value !== '' && actual.includes(value);
  }
}
