/** The exception that a release also makes: the choice of the reviewer, its bounds, and what it would have released. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReviewAction } from '../../contract/actions.ts';
import type { MessageDetail } from '../../contract/message.ts';
import { call } from '../api/client.ts';
import { initialException, type ExceptionChoice } from './exception-fields.tsx';
import type { PreviewQuery } from './exception-preview.tsx';

type Release = Extract<ReviewAction, { action: 'release' }>;

export interface ExceptionDraft {
  readonly choice: ExceptionChoice;
  readonly setChoice: (choice: ExceptionChoice) => void;
  readonly preview: PreviewQuery;
  /** Whether the reviewer sees the preview of this choice. */
  readonly isShown: boolean;
  /** The release together with the exception. */
  readonly allowing: (release: Release) => ReviewAction;
}

/** @param recipients positions in the envelope to which the message is released */
export function useException(message: MessageDetail, recipients: readonly number[], isWanted: boolean): ExceptionDraft {
  const [choice, setChoice] = useState(initialException);
  const [openedAt] = useState(Date.now);
  const bounds = boundsOf(message, recipients, choice, openedAt);
  const preview = useQuery({
    queryKey: ['exception-preview', message.id, bounds],
    queryFn: () => call('previewException', { params: { id: message.id }, body: bounds }),
    enabled: isWanted && recipients.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  const isShown = preview.data !== undefined && !preview.isPlaceholderData && !preview.isFetching;
  return {
    choice,
    setChoice,
    preview,
    isShown,
    allowing: (release) => ({
      ...release,
      action: 'release-and-allow',
      exception: { ...bounds, reason: release.reason, wouldRelease: preview.data?.messages ?? 0 },
    }),
  };
}

function boundsOf(message: MessageDetail, recipients: readonly number[], choice: ExceptionChoice, from: number) {
  const first = message.recipientList.find(({ n }) => recipients.includes(n))?.address;
  return {
    codes: message.codes.filter((code) => !/^(scan|unread|thread)\./.test(code)),
    ...(choice.scope !== 'recipient' && { sender: message.from.address }),
    ...(choice.scope !== 'sender' && first !== undefined && { recipient: first }),
    expiresAt: new Date(from + Number(choice.days) * 86_400_000).toISOString(),
  };
}
