/** The Mantine theme of the console: one accent colour, light and dark backgrounds, one typeface. */
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The accent colour, which the senders' pages share: from the background of a selected row to the text on it. */
const pass: MantineColorsTuple = [
  '#eef4fb',
  '#dce8f6',
  '#bcd4ee',
  '#8fbcf5',
  '#6ba1de',
  '#4a86c8',
  '#2f70b7',
  '#1f5fa8',
  '#184d8a',
  '#123c6d',
];

/** Slate tones of the dark theme, from text to backgrounds. */
const dark: MantineColorsTuple = [
  '#e7ebf0',
  '#c3ccd7',
  '#a3afbd',
  '#7b899b',
  '#3d4857',
  '#2b3441',
  '#1d242e',
  '#161b23',
  '#11151c',
  '#0c0f14',
];

const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#eff2f5',
  '#e3e8ed',
  '#d3dae2',
  '#b8c2cd',
  '#95a1af',
  '#6b7889',
  '#566272',
  '#333d4b',
  '#1b2330',
];

/** Accessibility of dialogs: the header is not a page header, and the close button has a name. */
const namedParts = {
  attributes: { header: { role: 'presentation' } },
  closeButtonProps: { 'aria-label': 'Close' },
};

export const theme = createTheme({
  primaryColor: 'pass',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  colors: { pass, dark, gray },
  black: '#1b2330',
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.375rem', lineHeight: '1.3' } } },
  defaultRadius: 'md',
  cursorType: 'pointer',
  components: {
    Modal: {
      styles: { title: { fontSize: '1.125rem', fontWeight: 650 } },
      defaultProps: { centered: false, yOffset: '10vh', overlayProps: { backgroundOpacity: 0.4 }, ...namedParts },
    },
    Drawer: { defaultProps: namedParts },
    PasswordInput: { defaultProps: { visibilityToggleButtonProps: { 'aria-label': 'Show the password' } } },
    // ARIA allows only items in a menu, so the focus placeholder is left out.
    Menu: { defaultProps: { shadow: 'md', radius: 'md', withInitialFocusPlaceholder: false } },
    Tooltip: { defaultProps: { openDelay: 400 } },
  },
  focusRing: 'auto',
  respectReducedMotion: true,
});

/** Named colours, which base.css and the pages use. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--ground': '#f4f6f8',
    '--sheet': '#ffffff',
    '--raised': '#f7f8fa',
    '--line': '#dfe4ea',
    '--edge': '#6b7889',
    '--ink': '#1b2330',
    '--soft': '#566272',
    '--accent': '#1f5fa8',
    '--accent-ground': '#e8f1fb',
    '--high': '#b43a06',
    '--medium': '#8a5a00',
    '--low': '#566272',
    '--good': '#1b6b3a',
    '--danger': '#b3261e',
    '--mark': '#ffe9a8',
    '--mark-line': '#b07d00',
    '--mark-strong': '#ffd45c',
    '--mask': '#5f6875',
    '--mantine-color-dimmed': '#566272',
    '--mantine-color-placeholder': '#6b7889',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#1f5fa8',
    '--mantine-color-default-border': '#c6cfd8',
  },
  dark: {
    '--ground': '#11151c',
    '--sheet': '#161b23',
    '--raised': '#1d242e',
    '--line': '#2b3441',
    '--edge': '#7b899b',
    '--ink': '#e7ebf0',
    '--soft': '#a3afbd',
    '--accent': '#8fbcf5',
    '--accent-ground': '#1c2b40',
    '--high': '#ff9b62',
    '--medium': '#e5b94e',
    '--low': '#a3afbd',
    '--good': '#7bd09a',
    '--danger': '#ff9d94',
    '--mark': '#4b3c0c',
    '--mark-line': '#e5b94e',
    '--mark-strong': '#6d5710',
    '--mask': '#a9b4c2',
    '--mantine-color-dimmed': '#a3afbd',
    '--mantine-color-placeholder': '#8a97a7',
    '--mantine-color-error': '#ff9d94',
    '--mantine-color-anchor': '#8fbcf5',
    '--mantine-color-default-border': '#3d4857',
    '--mantine-color-body': '#161b23',
  },
});
