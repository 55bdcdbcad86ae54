/** Reads property lists of Apple (XML): dictionaries whose keys and values stand beside each other. */
import { htmlToText } from '../html-text.ts';
import type { DataTable, DataText } from './data-text.ts';

const element = /<(key|string|integer|real|date)>([^<]{0,20000})<\/\1>|<(true|false)\s*\/>|<(\/?dict)\s*\/?>/g;

/** Undefined for other texts. Dictionaries with the same keys are rows of one table. Linear in the length of the text. */
export function readPlist(text: string): DataText | undefined {
  if (!/^\s*(?:<[?!][^>]{0,300}>\s*){0,4}<plist\b/.test(text)) return undefined;
  const tables = new Map<string, string[][]>();
  const open: Map<string, string>[] = [];
  let key = '';
  const close = (): void => {
    const fields = open.pop();
    if (!fields || fields.size === 0) return;
    const names = [...fields.keys()];
    const rows = tables.get(names.join('\t')) ?? [names];
    rows.push([...fields.values()]);
    tables.set(names.join('\t'), rows);
  };
  for (const [, name, content = '', truth, dict] of text.matchAll(element)) {
    if (dict === 'dict') open.push(new Map());
    else if (dict !== undefined) close();
    else if (name === 'key') key = plain(content);
    else open.at(-1)?.set(key, truth ?? plain(content));
  }
  while (open.length > 0) close();
  const read: DataTable[] = [...tables.values()].map((rows) => ({ name: '', rows }));
  return read.length === 0 ? undefined : { tables: read, rest: htmlToText(text).text };
}

function plain(content: string): string {
  return content.includes('&') ? htmlToText(content).text.trim() : content.trim();
}
