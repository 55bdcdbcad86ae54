/** The tabs below a message: text, attachments, history and, once revealed, the rendered mail, headers and raw bytes. */
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, type ReactElement } from 'react';
import type { ContentPart, MessageDetail, ReviewFinding } from '../../contract/message.ts';
import { call } from '../api/client.ts';
import { keys } from '../api/queries.ts';
import { Failure, Waiting } from '../parts/states.tsx';
import { FindingStrip } from './finding-strip.tsx';
import { Part } from './part.tsx';
import { Headers, History, Raw } from './plain-views.tsx';
import { Revealed } from './revealed.tsx';
import { TabBar } from './tab-bar.tsx';
import { useContentTab } from './use-content-tab.ts';
import type { useJudge } from './use-action.ts';
import classes from './content.module.css';

const Rendered = lazy(() => import('./rendered.tsx'));

export interface ContentTabsProps {
  readonly message: MessageDetail;
  readonly chosen: ReviewFinding | undefined;
  readonly judge: ReturnType<typeof useJudge>;
  readonly onChoose: (finding: number) => void;
  /** Undefined if the account may not reveal messages. */
  readonly onReveal: (() => void) | undefined;
}

export function ContentTabs(props: ContentTabsProps): ReactElement {
  const { message, chosen, onReveal } = props;
  const { id, views, revealed } = message;
  const content = useQuery({
    queryKey: keys.content(id),
    queryFn: () => call('content', { params: { id } }),
    enabled: views.includes('text'),
    staleTime: Infinity,
  });
  const parts = content.data?.parts;
  const files = parts?.filter(({ kind }) => kind === 'attachment') ?? [];
  const text = parts?.filter(({ kind }) => kind !== 'attachment') ?? [];
  const [tab, setTab] = useContentTab(message, chosen, parts);
  const panel = { className: classes.panel ?? '' };
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false} className={classes.tabs ?? ''}>
      <TabBar message={message} files={files} onReveal={onReveal} />
      <Tabs.Panel value="text" {...panel}>
        {content.isPending && <Waiting lines={7} />}
        {content.isError && <Failure error={content.error} onRetry={() => void content.refetch()} />}
        {content.isSuccess && <Parts {...props} parts={text} />}
      </Tabs.Panel>
      {files.map((file) => (
        <Tabs.Panel key={file.id} value={`part ${file.id}`} {...panel}>
          <Parts {...props} parts={[file]} />
        </Tabs.Panel>
      ))}
      <Tabs.Panel value="rendered" {...panel}>
        <Revealed revealed={revealed} onReveal={onReveal}>
          <Suspense fallback={<Waiting lines={7} />}>
            <Rendered id={id} />
          </Suspense>
        </Revealed>
      </Tabs.Panel>
      <Tabs.Panel value="headers" {...panel}>
        <Revealed revealed={revealed} onReveal={onReveal}>
          <Headers id={id} />
        </Revealed>
      </Tabs.Panel>
      <Tabs.Panel value="raw" {...panel}>
        <Revealed revealed={revealed} onReveal={onReveal}>
          <Raw id={id} />
        </Revealed>
      </Tabs.Panel>
      <Tabs.Panel value="history" {...panel}>
        <History id={id} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Parts({ parts, ...props }: ContentTabsProps & { parts: readonly ContentPart[] }): ReactElement {
  return (
    <>
      <FindingStrip {...props} inParts={parts.map(({ id }) => id)} />
      {parts.map((part) => (
        <Part key={part.id} part={part} chosen={props.chosen?.n} onChoose={props.onChoose} />
      ))}
    </>
  );
}
