/** Unmasking asks why, once a message and account: the answer is on the record. */
import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { call } from '../api/client.ts';
import { keys, queryClient } from '../api/queries.ts';
import { ReasonForm } from './reason-form.tsx';

const common = ['To decide on it', 'The sender asked', 'An administrator asked'] as const;

export interface RevealDialogProps {
  readonly id: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RevealDialog({ id, opened, onClose }: RevealDialogProps): ReactElement {
  const reveal = useMutation({
    mutationFn: (reason: string) => call('reveal', { params: { id }, body: { reason } }),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: keys.message(id) });
    },
  });
  return (
    <Modal opened={opened} onClose={onClose} title="Reveal this message">
      <ReasonForm
        about="You will see names, addresses and all else as it was written. That you did, and why, goes on the record."
        label="Why do you need to see it?"
        button="Reveal"
        common={common}
        error={reveal.error}
        isPending={reveal.isPending}
        onSubmit={(reason) => reveal.mutate(reason)}
      />
    </Modal>
  );
}
