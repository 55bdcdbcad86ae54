/** Asks for a reason before a message is unmasked, once for each account. The audit log keeps the reason. */
import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { call } from '../api/client.ts';
import { keys, queryClient } from '../api/queries.ts';
import { announce } from '../parts/announcement.tsx';
import { ReasonForm } from './reason-form.tsx';

const common = ['To make a decision', 'The sender asked', 'An administrator asked'] as const;

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
      announce('The message has been revealed.');
      await queryClient.invalidateQueries({ queryKey: keys.message(id) });
    },
  });
  return (
    <Modal opened={opened} onClose={onClose} title="Reveal message">
      <ReasonForm
        about="You will see names, addresses and all other content unmasked. Your name and reason are kept in the audit log."
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
