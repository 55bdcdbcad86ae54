/** An entry of the registry of error codes. */
export interface ErrorEntry {
  readonly meaning: string;
  readonly retry: 'transient' | 'permanent';
  readonly smtp?: { readonly code: number; readonly enhanced: string; readonly text: string };
}
