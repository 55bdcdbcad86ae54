/** Which tab of a message is open. Selecting a finding opens the tab of its part and scrolls to it. */
import { useEffect, useState } from 'react';
import type { ContentPart, MessageDetail, ReviewFinding } from '../../contract/message.ts';

/** @param parts undefined until the content is loaded */
export function useContentTab(
  message: MessageDetail,
  chosen: ReviewFinding | undefined,
  parts: readonly ContentPart[] | undefined,
): readonly [tab: string, setTab: (tab: string | null) => void] {
  const [selected, setSelected] = useState<string | null>(null);
  const tab = selected ?? (message.views.includes('text') ? firstTab(message, parts ?? []) : 'history');
  useEffect(() => {
    if (chosen === undefined) return;
    const isInFile = parts?.some(({ id, kind }) => kind === 'attachment' && id === chosen.part) === true;
    setSelected(isInFile ? `part ${chosen.part}` : 'text');
    // Repeated once the content is loaded, because the tab of the part is not known before.
  }, [chosen?.n, parts !== undefined]);
  useEffect(() => {
    if (chosen === undefined) return;
    document.querySelector(`[data-finding="${chosen.n}"]`)?.scrollIntoView({ block: 'center' });
  }, [chosen?.n, tab, parts]);
  return [tab, setSelected];
}

/** The text, or the first attachment with findings if the text has none. */
function firstTab({ findings }: MessageDetail, parts: readonly ContentPart[]): string {
  const hasFindings = (part: ContentPart): boolean => findings.some((finding) => finding.part === part.id);
  const first = parts.find(hasFindings);
  return first?.kind === 'attachment' && !parts.some((part) => part.kind !== 'attachment' && hasFindings(part))
    ? `part ${first.id}`
    : 'text';
}
