/** What the message says: its text, its files, and once revealed how it looks, its header and its bytes; and its history. */
import { Button, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type ReactElement } from 'react';
import type { ContentPart, MessageDetail, ReviewFinding } from '../../contract/message.ts';
import { call } from '../api/client.ts';
import { keys } from '../api/queries.ts';
import { Icon } from '../frame/icons.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { FindingStrip } from './finding-strip.tsx';
import { Headers, History, Raw } from './plain-views.tsx';
import { PartTable } from './part-table.tsx';
import { PartText } from './part-text.tsx';
import { isTable } from './sheets.ts';
import type { useJudge } from './use-act.ts';
import classes from './content.module.css';

const Rendered = lazy(() => import('./rendered.tsx'));

export interface ContentTabsProps {
  readonly message: MessageDetail;
  readonly chosen: ReviewFinding | undefined;
  readonly judge: ReturnType<typeof useJudge>;
  readonly onChoose: (finding: number) => void;
  /** Undefined where the account may not. */
  readonly onReveal: (() => void) | undefined;
}

export function ContentTabs(props: ContentTabsProps): ReactElement {
  const { message, chosen, onReveal } = props;
  const { id, views, revealed } = message;
  const readsText = views.includes('text');
  const content = useQuery({
    queryKey: keys.content(id),
    queryFn: () => call('content', { params: { id } }),
    enabled: readsText,
    staleTime: Infinity,
  });
  const parts = content.data?.parts ?? [];
  const files = parts.filter(({ kind }) => kind === 'attachment');
  const [pressed, setTab] = useState<string | null>(null);
  const tab = pressed ?? (readsText ? firstTab(message, parts) : 'history');
  const partOf = chosen?.part;
  useEffect(() => {
    if (chosen === undefined) return;
    setTab(files.some((file) => file.id === partOf) ? `part ${partOf}` : 'text');
    // Again when the text has come: before that nobody knows which tab it is.
  }, [chosen?.n, content.isSuccess]);
  useEffect(() => {
    if (chosen === undefined) return;
    document.querySelector(`[data-finding="${chosen.n}"]`)?.scrollIntoView({ block: 'center' });
  }, [chosen?.n, tab, content.data]);

  const show = (shown: readonly ContentPart[]): ReactElement => (
    <>
      <FindingStrip {...props} inParts={shown.map((part) => part.id)} />
      {shown.map((part) => (
        <Part key={part.id} part={part} chosen={chosen?.n} onChoose={props.onChoose} />
      ))}
    </>
  );
  const text = parts.filter(({ kind }) => kind !== 'attachment');
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false} className={classes.tabs ?? ''}>
      <div className={classes.tabBar}>
        <Tabs.List className={classes.tabList ?? ''}>
          {readsText && <Tabs.Tab value="text">Text</Tabs.Tab>}
          {files.map((file) => (
            <Tabs.Tab key={file.id} value={`part ${file.id}`}>
              {file.filename || 'File'}
              <FindingCount message={message} part={file.id} />
            </Tabs.Tab>
          ))}
          {views.includes('rendered') && <Tabs.Tab value="rendered">Rendered</Tabs.Tab>}
          {views.includes('headers') && <Tabs.Tab value="headers">Headers</Tabs.Tab>}
          {views.includes('raw') && <Tabs.Tab value="raw">Raw</Tabs.Tab>}
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        {readsText && !revealed && onReveal !== undefined && (
          <Button variant="default" size="xs" leftSection={<Icon name="eye" size={15} />} onClick={onReveal}>
            Reveal
          </Button>
        )}
      </div>
      <Tabs.Panel value="text" className={classes.panel ?? ''}>
        {content.isPending && <Waiting lines={7} />}
        {content.isError && <Failure error={content.error} onRetry={() => void content.refetch()} />}
        {content.isSuccess && show(text)}
      </Tabs.Panel>
      {files.map((file) => (
        <Tabs.Panel key={file.id} value={`part ${file.id}`} className={classes.panel ?? ''}>
          {show([file])}
        </Tabs.Panel>
      ))}
      <Tabs.Panel value="rendered" className={classes.panel ?? ''}>
        <Revealed revealed={revealed} onReveal={onReveal}>
          <Suspense fallback={<Waiting lines={7} />}>
            <Rendered id={id} />
          </Suspense>
        </Revealed>
      </Tabs.Panel>
      <Tabs.Panel value="headers" className={classes.panel ?? ''}>
        <Revealed revealed={revealed} onReveal={onReveal}>
          <Headers id={id} />
        </Revealed>
      </Tabs.Panel>
      <Tabs.Panel value="raw" className={classes.panel ?? ''}>
        <Revealed revealed={revealed} onReveal={onReveal}>
          <Raw id={id} />
        </Revealed>
      </Tabs.Panel>
      <Tabs.Panel value="history" className={classes.panel ?? ''}>
        <History id={id} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** Until another is pressed: the text, or where nothing was found in it the first file with findings. */
function firstTab({ findings }: MessageDetail, parts: readonly ContentPart[]): string {
  const found = (part: ContentPart): boolean => findings.some((finding) => finding.part === part.id);
  const first = parts.find(found);
  return first?.kind === 'attachment' && !parts.some((part) => part.kind !== 'attachment' && found(part))
    ? `part ${first.id}`
    : 'text';
}

function Part({
  part,
  chosen,
  onChoose,
}: {
  part: ContentPart;
  chosen: number | undefined;
  onChoose: (n: number) => void;
}): ReactElement {
  if (part.kind === 'subject') {
    return (
      <p className={classes.subjectLine}>
        <span>Subject</span> <PartText part={part} chosen={chosen} onChoose={onChoose} />
      </p>
    );
  }
  if (part.text.trim() === '') return <p className={classes.cut}>There is no text in it.</p>;
  const View = isTable(part) ? PartTable : PartText;
  return <View part={part} chosen={chosen} onChoose={onChoose} />;
}

function FindingCount({ message, part }: { message: MessageDetail; part: string }): ReactElement | null {
  const count = message.findings.filter((finding) => finding.part === part).length;
  return count === 0 ? null : <span className={classes.badge}>{count}</span>;
}

interface RevealedProps {
  readonly revealed: boolean;
  readonly onReveal: (() => void) | undefined;
  readonly children: ReactElement;
}

function Revealed({ revealed, onReveal, children }: RevealedProps): ReactElement {
  if (revealed) return children;
  return (
    <div className={classes.closed}>
      <p>This view shows everything as it was written, so it opens once the message has been revealed.</p>
      {onReveal !== undefined && (
        <Button variant="default" leftSection={<Icon name="eye" size={16} />} onClick={onReveal}>
          Reveal this message
        </Button>
      )}
    </div>
  );
}
