/** Reads text that OpenDocument keeps in attributes: fields, form controls, conditions, names of ranges. */
import { readableTarget } from '../office-xml/other-parts.ts';
import { attribute, type XmlAttributes } from '../xml-events.ts';

const anywhere = [
  'label',
  'current-value',
  'string-value',
  'string-value-if-true',
  'string-value-if-false',
  'help-text',
];
/** Elements with names that people give. */
const named: ReadonlySet<string> = new Set([
  'named-range',
  'named-expression',
  'database-range',
  'bookmark',
  'user-field-decl',
]);

/** Controls of forms that have a value in the document; what somebody has chosen since is the current value. */
const controls: ReadonlySet<string> = new Set([
  'text',
  'textarea',
  'hidden',
  'password',
  'combobox',
  'formatted-text',
  'generic-control',
  'option',
  'button',
]);

export function attributeTexts(element: string, attributes: XmlAttributes): string[] {
  const found: string[] = [];
  for (const name of anywhere) {
    // The cell itself shows it.
    if (name === 'string-value' && element === 'table-cell') continue;
    const value = attribute(attributes, name)?.trim();
    if (value !== undefined && value !== '') found.push(value);
  }
  const value = controls.has(element) ? attribute(attributes, 'value')?.trim() : undefined;
  if (value !== undefined && value !== '') found.push(value);
  if (named.has(element)) {
    const name = [attribute(attributes, 'name'), attribute(attributes, 'cell-range-address')].filter(Boolean).join(' ');
    if (name !== '') found.push(name);
  }
  return found;
}

/** The target of a link, except for targets within the document. */
export function outsideTarget(attributes: XmlAttributes): string | undefined {
  const target = attribute(attributes, 'href');
  if (target === undefined || !/^(\w[\w+.-]+:|\.\.?\/\.\.|\/)/.test(target)) return undefined;
  return readableTarget(target);
}
