/** The policy workshop: the draft of the next version with its mistakes, its cases, a replay, and the step that puts it in force. */
import { Button, NativeSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { CheckedPolicy, PolicyDraft } from '../../contract/policy-versions.ts';
import { call } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';
import { Card, Page } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Time } from '../parts/time.tsx';
import { Cases, Mistakes } from './checks.tsx';
import { Editor, LINE_PX } from './editor.tsx';
import { PutDraft } from './put-draft.tsx';
import { ReplayDraft } from './replay-draft.tsx';
import { policyKeys } from './policy-keys.ts';
import classes from './workshop.module.css';

const noIds = { rules: [], clauses: [], groups: [], policies: [] };

export default function Workshop(): ReactElement {
  const [search] = useSearchParams();
  const version = Number(search.get('version') ?? 0);
  const draft = useQuery({
    queryKey: policyKeys.draft,
    queryFn: () => call('policyDraft'),
    // What is being written is not replaced while it is on the screen.
    staleTime: Infinity,
    gcTime: 0,
  });
  const opened = useQuery({
    queryKey: policyKeys.version(version),
    queryFn: () => call('policyVersion', { params: { n: version } }),
    enabled: version > 0,
  });
  const error = draft.error ?? opened.error;
  const isReady = draft.isSuccess && (version === 0 || opened.isSuccess);
  return (
    <Page
      title="Edit the policy"
      about="Nothing changes for mail until a manager puts the draft in force."
      tools={<Link href="/policy">Back to the policy</Link>}
    >
      {error !== null && <Failure error={error} onRetry={() => void draft.refetch()} />}
      {error === null && !isReady && <Waiting lines={12} height={28} />}
      {error === null && isReady && <Bench key={version} draft={draft.data} start={opened.data?.text} />}
    </Page>
  );
}

/** @param start the text of a version that is looked at in place of the draft */
function Bench({ draft, start }: { draft: PolicyDraft; start: string | undefined }): ReactElement {
  const [text, setText] = useState(start ?? draft.text);
  const field = useRef<HTMLTextAreaElement>(null);
  const saving = useSaving(draft, text, start);
  const check = useCheck(text);
  const ids = useLastIds(check.data);
  const words = useMemo(() => ({ vocabulary: draft.vocabulary, ids }), [draft.vocabulary, ids]);
  const problems = check.data?.problems ?? [];
  const marks = problems.flatMap(({ line, expected }) => (line === null ? [] : [{ line, words: expected }]));
  const goTo = (line: number): void => showLine(field.current, line);
  return (
    <div className={classes.bench}>
      <div className={classes.writing}>
        <div className={classes.bar}>
          <NativeSelect
            label="Start over from"
            value=""
            onChange={(event) => {
              const chosen = draft.starts[Number(event.currentTarget.value)];
              if (chosen) setText(chosen.text);
            }}
            data={[
              { value: '', label: 'Choose a text' },
              ...draft.starts.map(({ title }, at) => ({ value: String(at), label: title })),
            ]}
          />
          <Saved saving={saving} />
        </div>
        <Editor text={text} onChange={setText} marks={marks} words={words} field={field} />
        <p className={classes.soft} id="editor-help">
          Suggestions appear as you type, or when you press Ctrl+Space. Enter or Tab accepts one, Esc closes the list.
          The draft is saved as you type.
        </p>
      </div>
      <div className={classes.checks}>
        <Card title="Mistakes">
          <Mistakes checked={check.data} error={check.error} onLine={goTo} />
        </Card>
        <Card title="Cases">
          <Cases checked={check.data} onLine={goTo} />
        </Card>
      </div>
      <div className={classes.wide}>
        <Card title="Replay on past messages">
          <ReplayDraft text={text} canRun={check.data !== undefined && check.data.pack !== null} />
        </Card>
        <Card title="Put in force">
          <PutDraft text={text} passes={check.data?.passes === true && !check.isChecking} />
        </Card>
      </div>
    </div>
  );
}

function useCheck(text: string) {
  const [settled] = useDebouncedValue(text, 350);
  const { data, error } = useQuery({
    queryKey: policyKeys.check(settled),
    queryFn: ({ signal }) => call('checkPolicy', { body: { text: settled }, signal }),
    placeholderData: keepPreviousData,
    enabled: settled !== '',
    staleTime: Infinity,
    gcTime: 0,
  });
  const current = queryClient.getQueryData(policyKeys.check(text)) !== undefined;
  return { data, error, isChecking: settled !== text || !current };
}

/** Those of the last text without mistakes: a list of completions does not shrink while something is being written. */
function useLastIds(checked: CheckedPolicy | undefined) {
  const [ids, setIds] = useState<NonNullable<CheckedPolicy['pack']>['ids']>(noIds);
  useEffect(() => {
    if (checked?.pack) setIds(checked.pack.ids);
  }, [checked]);
  return ids;
}

function useSaving(draft: PolicyDraft, text: string, start: string | undefined) {
  const [settled] = useDebouncedValue(text, 1500);
  const kept = useRef({ text: draft.revision === 0 ? (start ?? draft.text) : draft.text, revision: draft.revision });
  const save = useMutation({
    mutationFn: async (next: string) => {
      const { revision } = await call('savePolicyDraft', { body: { text: next, revision: kept.current.revision } });
      kept.current = { text: next, revision };
    },
  });
  const { mutate, isError } = save;
  const opened = useRef(start);
  useEffect(() => {
    // A version that is only looked at does not replace the draft.
    if (settled === kept.current.text || settled === opened.current || settled === '' || isError) return;
    mutate(settled);
  }, [settled, mutate, isError]);
  const discard = useMutation({
    mutationFn: () => call('discardPolicyDraft', { params: { n: kept.current.revision } }),
    onSuccess: () => location.assign('/policy'),
  });
  const revision = kept.current.revision;
  return { draft, save, discard, isSaved: text === kept.current.text, hasDraft: revision > 0 };
}

function Saved({ saving }: { saving: ReturnType<typeof useSaving> }): ReactElement {
  const { draft, save, discard, isSaved, hasDraft } = saving;
  return (
    <div className={classes.saved}>
      <p role="status">
        {save.isPending && 'Saving the draft …'}
        {!save.isPending && save.isSuccess && isSaved && 'Draft saved.'}
        {save.isIdle && draft.savedBy !== null && draft.savedAt !== null && (
          <>
            Draft by {draft.savedBy}, saved <Time at={draft.savedAt} />
          </>
        )}
      </p>
      {hasDraft && (
        <Button variant="default" size="compact-sm" loading={discard.isPending} onClick={() => discard.mutate()}>
          Discard the draft
        </Button>
      )}
      <Refused error={save.error ?? discard.error} />
    </div>
  );
}

function showLine(field: HTMLTextAreaElement | null, line: number): void {
  if (field === null) return;
  const offset = field.value
    .split('\n')
    .slice(0, line - 1)
    .reduce((sum, one) => sum + one.length + 1, 0);
  field.focus();
  field.setSelectionRange(offset, offset);
  field.scrollTop = Math.max(0, (line - 4) * LINE_PX);
}
