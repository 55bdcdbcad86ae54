/** Content fields for what is no MIME part: files within files and text outside of all parts. */
import type { ContentFields } from './content-fields.ts';
import type { FoundFile } from './files/read-files.ts';
import type { Place } from './mime-tree.ts';

/** Fields of text outside of all parts. */
export const strayFields: ContentFields = {
  contentType: 'text/plain',
  params: {},
  encoding: '',
  disposition: '',
  filename: undefined,
  description: '',
  notes: [],
  contentId: '',
};

/** Fields of an attachment with this file as its content. */
export function fieldsOfFile({
  name,
  contentType,
  charset,
}: Pick<FoundFile, 'name' | 'contentType' | 'charset'>): ContentFields {
  const params = charset === undefined ? {} : { charset };
  return { ...strayFields, contentType, params, disposition: 'attachment', filename: name };
}

/** The file that a part of a message is. */
export function foundFile(
  place: Place,
  { filename, contentType, params, contentId }: ContentFields,
  bytes: Buffer,
): FoundFile {
  const charset = params['charset'];
  const declared = { ...(charset && { charset }), ...(contentId !== '' && { contentId }) };
  return { place, name: filename, contentType, bytes, ...declared };
}
