/** The help dialog that `?` opens: keyboard shortcuts and search syntax. */
import { Kbd, Modal } from '@mantine/core';
import type { ReactElement } from 'react';
import { searchHelp } from '../review/search-terms.ts';
import { keyHelp } from './keys.ts';
import classes from './frame.module.css';

export function HelpSheet({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactElement {
  return (
    <Modal opened={opened} onClose={onClose} title="Shortcuts and search" size="xl">
      <div className={classes.help}>
        <div>
          {keyHelp.map(([group, lines]) => (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {lines.map(([keys, action]) => (
                  <div key={keys}>
                    <dt>
                      {keys.split('  ').map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dt>
                    <dd>{action}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
        <section>
          <h3>Search</h3>
          <p className={classes.helpLead}>
            The search covers people, subjects, text, students and attachment names. It matches whole words, in any
            order; every term must match. Put phrases in quotation marks.
          </p>
          <dl data-wide="">
            {searchHelp.map(([example, meaning]) => (
              <div key={example}>
                <dt>
                  <code>{example}</code>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Modal>
  );
}
