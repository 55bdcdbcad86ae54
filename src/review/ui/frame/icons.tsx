/** The icons of the console: SVG paths on a grid of 20 by 20 units, in the colour of the text. */
import type { ReactElement } from 'react';

const shapes = {
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Zm4 9.5 3.5 3.5',
  moon: 'M16.5 11.5A6.5 6.5 0 0 1 8.5 3.5a6.5 6.5 0 1 0 8 8Z',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  menu: 'M3 6h14M3 10h14M3 14h14',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  down: 'M5 7.5 10 12.5l5-5',
  clip: 'M14.5 9.2 9.4 14.3a3 3 0 0 1-4.2-4.2l5.6-5.6a2 2 0 0 1 2.8 2.8l-5.3 5.3a1 1 0 0 1-1.4-1.4l4.6-4.6',
  check: 'm4.5 10.5 3.5 3.5 7.5-8',
  cross: 'm5 5 10 10M15 5 5 15',
  filter: 'M3.5 5h13M6 10h8M8.5 15h3',
  bookmark: 'M5.5 3.5h9v13L10 13l-4.5 3.5v-13Z',
  eye: 'M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10Zm8-2.3a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6Z',
  more: 'M4 10h.01M10 10h.01M16 10h.01',
} as const;

export function Icon({ name, size = 18 }: { name: keyof typeof shapes; size?: number }): ReactElement {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.4 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={shapes[name]} />
    </svg>
  );
}

/** The logo: an envelope. */
export function Logo(): ReactElement {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="var(--accent)" />
      <g fill="none" stroke="var(--sheet)" strokeWidth="2.4" strokeLinejoin="round">
        <path d="M7 11h18v11H7z" />
        <path d="m8 12 8 6.5L24 12" />
      </g>
    </svg>
  );
}
