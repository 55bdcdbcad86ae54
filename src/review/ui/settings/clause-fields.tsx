/** The fields of one clause of the district's written policy. */
import { Button, MultiSelect, Textarea, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import type { District } from '../../contract/district.ts';
import type { ClauseDraft } from './district-draft.ts';
import classes from './district.module.css';

export interface ClauseFieldsProps {
  /** Position, from 1. */
  readonly number: number;
  readonly clause: ClauseDraft;
  readonly rules: District['rules'];
  readonly onChange: (change: Partial<ClauseDraft>) => void;
  readonly onRemove: () => void;
}

export function ClauseFields({ number, clause, rules, onChange, onRemove }: ClauseFieldsProps): ReactElement {
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  return (
    <fieldset className={classes.clause}>
      <legend>Clause {number}</legend>
      <TextInput
        label="Number"
        description="As written in the policy, such as section 3."
        required
        withAsterisk={false}
        value={clause.number}
        onChange={(event) => onChange({ number: event.currentTarget.value })}
      />
      <Textarea
        label="Text"
        description="Quoted in notices."
        required
        withAsterisk={false}
        autosize
        minRows={2}
        value={clause.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
      <MultiSelect
        label="Rules that enforce it"
        description="A notice quotes the clause when one of these rules holds the message."
        placeholder={clause.rules.length === 0 ? 'Choose rules' : ''}
        data={[...new Set([...rules.map(({ id }) => id), ...clause.rules])].map((id) => ({
          value: id,
          label: titles.get(id) ?? id,
        }))}
        value={[...clause.rules]}
        onChange={(chosen) => onChange({ rules: chosen })}
        searchable
        comboboxProps={{ withinPortal: false }}
        nothingFoundMessage="The policy has no such rule."
      />
      <Textarea
        label="Text in Spanish"
        description="Optional. Without it, Spanish notices quote the text and mark it as English."
        autosize
        minRows={2}
        value={clause.textEs}
        onChange={(event) => onChange({ textEs: event.currentTarget.value })}
      />
      <TextInput
        label="Number in Spanish"
        description="Optional, for a number that contains words, such as sección 3."
        value={clause.numberEs}
        onChange={(event) => onChange({ numberEs: event.currentTarget.value })}
      />
      <Button variant="default" size="compact-sm" onClick={onRemove}>
        Remove clause {number}
      </Button>
    </fieldset>
  );
}
