/** The search field, which holds the whole search as text, with help on the syntax while it has the focus. */
import { useState, type ReactElement } from 'react';
import { Icon } from '../frame/icons.tsx';
import type { ListAddress } from './list-address.ts';
import { searchHelp } from './search-terms.ts';
import classes from './filter-bar.module.css';

export function SearchBox({ address }: { address: ListAddress }): ReactElement {
  const [text, setText] = useState(address.query);
  const [helps, setHelps] = useState(false);
  return (
    <form
      role="search"
      className={classes.search}
      onSubmit={(event) => {
        event.preventDefault();
        setHelps(false);
        address.setQuery(text);
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setHelps(false);
      }}
    >
      <Icon name="search" size={16} />
      <input
        id="search"
        type="search"
        aria-label="Search messages"
        placeholder="Search words, or from:, to:, student:, file:…"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onFocus={() => setHelps(true)}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          setHelps(false);
          event.currentTarget.blur();
        }}
      />
      {text !== '' && (
        <button type="button" className={classes.clear} aria-label="Clear search" onClick={() => setText('')}>
          <Icon name="cross" size={14} />
        </button>
      )}
      {helps && (
        <div className={classes.syntax}>
          <p>
            The search covers people, subjects, text, students and attachment names. It matches whole words, in any
            order. Press Enter to search.
          </p>
          {searchHelp.slice(0, 10).map(([example, meaning]) => (
            <button
              key={example}
              type="button"
              onClick={() => {
                setText(`${text.trim()} ${example}`.trim());
                document.getElementById('search')?.focus();
              }}
            >
              <code>{example}</code>
              <span>{meaning}</span>
            </button>
          ))}
        </div>
      )}
    </form>
  );
}
