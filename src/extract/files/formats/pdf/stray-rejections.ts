/** Handles the rejections that pdf.js leaves unhandled in damaged files, so that they do not end the thread. */

/** Errors of pdf.js: `XRefEntryException`, `FormatError`, `ParserEOFException`, … */
const ofPdfJs = /^(\w+Exception|FormatError|BaseException|Jbig2Error|JpxError|JpegError|PDFFunctionError)$/;

/**
 * Runs the work. pdf.js reads ahead and drops promises whose rejections nobody handles; they would end the thread and with it
 * the scan of the message.
 *
 * @param onStray is called for each rejection
 */
export async function withStrayRejections(work: () => Promise<void>, onStray: () => void): Promise<void> {
  const take = (reason: unknown) => {
    if (!isOfPdfJs(reason)) throw reason;
    onStray();
  };
  process.on('unhandledRejection', take);
  try {
    await work();
  } finally {
    // Rejections of the last step are reported after it.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', take);
  }
}

function isOfPdfJs(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && 'name' in reason && ofPdfJs.test(String(reason.name));
}
