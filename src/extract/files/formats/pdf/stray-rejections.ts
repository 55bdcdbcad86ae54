/** Keeps what pdf.js leaves unhandled in damaged files from ending the thread. */

/** Of its own making: `XRefEntryException`, `FormatError`, `ParserEOFException`, … */
const ofPdfJs = /^(\w+Exception|FormatError|BaseException|Jbig2Error|JpxError|JpegError|PDFFunctionError)$/;

/**
 * Runs the work. pdf.js reads ahead and drops promises whose rejection nobody waits for; without this the thread would
 * die of them, and with it the scan of the message.
 *
 * @param onStray is called for each
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
    // Those of the last step are reported when it is over.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', take);
  }
}

function isOfPdfJs(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && 'name' in reason && ofPdfJs.test(String(reason.name));
}
